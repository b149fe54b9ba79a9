package io.claimflow.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.artifact.SourceMap;
import io.claimflow.artifact.Use;
import io.claimflow.compile.EsModule.Imported;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of the author's as the TypeScript compiler has read it: as CommonJS, whose
 * {@code exports} and {@code require} are put in front of it.
 */
final class PortableModule implements AuthorModule, ModuleNames {

	private final SourceText source;

	private final JsonNode read;

	private final Set<String> specifiers;

	private final List<Imported> imported;

	private final Set<String> localExports;

	private final Map<String, Imported> forwardedExports = new LinkedHashMap<>();

	private final List<String> starExports;

	private final boolean defaultValue;

	PortableModule(SourceText source, JsonNode read) {
		this.source = source;
		this.read = read;
		JsonNode names = read.path("names");
		this.specifiers = new LinkedHashSet<>(texts(names.path("specifiers")));
		this.imported = names.path("imports").valueStream().map(PortableModule::imported).toList();
		this.localExports = new LinkedHashSet<>(texts(names.path("local")));
		names.path("forwarded")
			.valueStream()
			.forEach((name) -> this.forwardedExports.put(name.path("as").asString(), imported(name)));
		this.starExports = texts(names.path("stars"));
		this.defaultValue = names.path("hasDefault").asBoolean();
	}

	private static List<String> texts(JsonNode list) {
		return list.valueStream().map(JsonNode::asString).toList();
	}

	private static Imported imported(JsonNode name) {
		return new Imported(name.path("specifier").asString(), name.path("name").asString());
	}

	@Override
	public SourceText source() {
		return this.source;
	}

	@Override
	public ModuleNames module() {
		return this;
	}

	@Override
	public Set<String> specifiers() {
		return this.specifiers;
	}

	@Override
	public Collection<Imported> imported() {
		return this.imported;
	}

	@Override
	public Set<String> localExportNames() {
		return this.localExports;
	}

	@Override
	public Map<String, Imported> forwardedExports() {
		return this.forwardedExports;
	}

	@Override
	public List<String> starExports() {
		return this.starExports;
	}

	@Override
	public boolean hasDefaultValue() {
		return this.defaultValue;
	}

	/** The problem of a module that is none of ECMAScript, if it is not. */
	List<Problem> commonJs() {
		JsonNode at = this.read.path("forbidden").path(Forbidden.COMMON_JS.name());
		return at.isNumber() ? List.of(problem(Forbidden.COMMON_JS, at)) : List.of();
	}

	@Override
	public List<Problem> problems() {
		List<Problem> problems = new ArrayList<>();
		for (Forbidden forbidden : Forbidden.values()) {
			JsonNode at = this.read.path("forbidden").path(forbidden.name());
			if (at.isNumber()) {
				problems.add(problem(forbidden, at));
			}
		}
		return problems;
	}

	private Problem problem(Forbidden forbidden, JsonNode at) {
		return forbidden.at(this.source, this.source.codePoints(at.asInt()));
	}

	@Override
	public Problem importProblem(String specifier, String name, String message, String action) {
		List<JsonNode> places = this.read.path("places")
			.valueStream()
			.filter((place) -> place.path("specifier").asString().equals(specifier))
			.toList();
		int at = places.stream()
			.filter((place) -> place.path("name").asString().equals(name))
			.findFirst()
			.or(() -> places.stream().findFirst())
			.map((place) -> place.path("at").asInt())
			.orElse(0);
		return this.source.problem(this.source.locationOf(at), message, action);
	}

	@Override
	public Set<String> typeNames() {
		return new TreeSet<>(texts(this.read.path("types")));
	}

	@Override
	public Map<List<String>, SourceLocation> settingLocations() {
		Map<List<String>, SourceLocation> found = new HashMap<>();
		found.put(List.of(), this.source.start());
		this.read.path("settings")
			.valueStream()
			.forEach((setting) -> found.put(texts(setting.path("path")),
					this.source.locationOf(setting.path("at").asInt())));
		return found;
	}

	@Override
	public SourceLocation defaultExport() {
		return this.source.locationOf(this.read.path("defaultExport").asInt());
	}

	@Override
	public Optional<String> settingsAlone() {
		return Optional.empty();
	}

	@Override
	public List<Use> uses(Set<String> exports) {
		return List.of();
	}

	@Override
	public CompiledModule compile(UnaryOperator<String> resolve) {
		JsonMapper json = JsonMapper.shared();
		Map<String, String> targets = this.specifiers.stream()
			.collect(Collectors.toMap((specifier) -> specifier, resolve, (one, other) -> one, LinkedHashMap::new));
		StringBuilder code = new StringBuilder(
				"(function ($module) { \"use strict\"; const exports = {}, require = (name) =>" + " $module.require(")
			.append(json.writeValueAsString(targets))
			.append("[name]); ");
		Set<String> names = new LinkedHashSet<>(this.localExports);
		names.addAll(this.forwardedExports.keySet());
		if (this.defaultValue) {
			names.add("default");
		}
		for (String name : names) {
			String key = json.writeValueAsString(name);
			code.append("$module.define(").append(key).append(", () => exports[").append(key).append("]); ");
		}
		for (String specifier : this.specifiers) {
			code.append("require(").append(json.writeValueAsString(specifier)).append("); ");
		}
		for (String specifier : this.starExports) {
			code.append("$module.all(require(").append(json.writeValueAsString(specifier)).append(")); ");
		}
		code.append('\n').append(this.read.path("code").asString()).append("\n})");
		SourceMap map = SourceMap.of(this.source.file(), this.read.path("map").asString());
		return new CompiledModule(this.source.file(), code.toString(), map.moved(1, (line, column) -> column),
				this.source.text(), new TreeSet<>(texts(this.read.path("texts"))), Findings.NONE);
	}

}
