package io.claimflow.artifact;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The entry {@code artifact.json}: all of an artifact but its texts of code.
 *
 * @param format the version of the artifact's layout
 * @param runtime the version of what programs expect of the engine that runs them
 * @param engine the version of Claimflow that built it
 * @param compiler the name and the version of the compiler
 * @param digest the digest of the artifact
 * @param workflowsFolder the folder below which workflows are looked for
 * @param workflows the workflow files, in order
 * @param modules the modules, whose code is in entries of their own
 * @param programs the programs, in the order of the workflow files
 * @param warnings what is worth a look
 */
record ArtifactJson(int format, int runtime, String engine, String compiler, String digest, String workflowsFolder,
		List<String> workflows, List<ModuleJson> modules, List<ProgramJson> programs, List<WarningJson> warnings) {

	static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
				DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.build();

	ArtifactJson {
		Objects.requireNonNull(engine);
		Objects.requireNonNull(compiler);
		Objects.requireNonNull(digest);
		Objects.requireNonNull(workflowsFolder);
		workflows = List.copyOf(workflows);
		modules = List.copyOf(modules);
		programs = List.copyOf(programs);
		warnings = List.copyOf(warnings);
	}

	/**
	 * The modules of an artifact, each once, in the order of the entries of their code.
	 */
	static List<CompiledModule> modules(Artifact artifact) {
		Map<CompiledModule, Boolean> seen = new IdentityHashMap<>();
		return artifact.programs()
			.stream()
			.flatMap((program) -> program.modules().stream())
			.filter((module) -> seen.put(module, true) == null)
			.toList();
	}

	static ArtifactJson of(Artifact artifact) {
		List<CompiledModule> modules = modules(artifact);
		Map<CompiledModule, Integer> numbers = new IdentityHashMap<>();
		modules.forEach((module) -> numbers.put(module, numbers.size()));
		Versions versions = artifact.versions();
		return new ArtifactJson(versions.format(), versions.runtime(), versions.engine(), versions.compiler(),
				artifact.digest(), artifact.workflowsFolder(), artifact.workflowFiles(),
				modules.stream().map(ModuleJson::of).toList(),
				artifact.programs().stream().map((program) -> ProgramJson.of(program, numbers)).toList(),
				artifact.warnings().stream().map(WarningJson::of).toList());
	}

	Versions versions() {
		return new Versions(this.format, this.runtime, this.engine, this.compiler);
	}

	/** A module without its code. */
	record ModuleJson(String file, MapJson map, List<String> texts, FindingsJson findings) {

		ModuleJson {
			Objects.requireNonNull(file);
			Objects.requireNonNull(map);
			Objects.requireNonNull(findings);
			texts = List.copyOf(texts);
		}

		static ModuleJson of(CompiledModule module) {
			return new ModuleJson(module.file(), new MapJson(module.map().sources(), module.map().mappings()),
					List.copyOf(new TreeSet<>(module.texts())), FindingsJson.of(module.findings()));
		}

	}

	/** A source map. */
	record MapJson(List<String> sources, String mappings) {

		MapJson {
			Objects.requireNonNull(mappings);
			sources = List.copyOf(sources);
		}

	}

	/** What analysis has found. No module of an author's is constant. */
	record FindingsJson(boolean inert, boolean shareable, boolean repeatable) {

		static FindingsJson of(Findings findings) {
			return new FindingsJson(findings.inert(), findings.shareable(), findings.repeatable());
		}

		Findings findings() {
			return new Findings(this.inert, false, this.shareable, this.repeatable);
		}

	}

	/** A program, its modules by their number. */
	record ProgramJson(String file, List<Integer> modules, List<String> builtIns, List<SettingJson> settings,
			List<UseJson> uses, LocationJson defaultExport) {

		ProgramJson {
			Objects.requireNonNull(file);
			Objects.requireNonNull(defaultExport);
			modules = List.copyOf(modules);
			builtIns = List.copyOf(builtIns);
			settings = List.copyOf(settings);
			uses = List.copyOf(uses);
		}

		static ProgramJson of(Program program, Map<CompiledModule, Integer> numbers) {
			return new ProgramJson(program.file(),
					program.modules().stream().map((module) -> Objects.requireNonNull(numbers.get(module))).toList(),
					program.builtIns(),
					CanonicalForm.inOrder(program.settings())
						.stream()
						.map((setting) -> new SettingJson(setting.getKey(), LocationJson.of(setting.getValue())))
						.toList(),
					program.uses().stream().map(UseJson::of).toList(), LocationJson.of(program.defaultExport()));
		}

	}

	/** Where a setting is written. */
	record SettingJson(List<String> path, LocationJson at) {

		SettingJson {
			Objects.requireNonNull(at);
			path = List.copyOf(path);
		}

	}

	/** Something that is used without a declaration. */
	record UseJson(Use.Kind kind, String name, LocationJson at) {

		UseJson {
			Objects.requireNonNull(kind);
			Objects.requireNonNull(name);
			Objects.requireNonNull(at);
		}

		static UseJson of(Use use) {
			return new UseJson(use.kind(), use.name(), LocationJson.of(use.location()));
		}

	}

	/** A location in a source. */
	record LocationJson(String file, int line, int column) {

		LocationJson {
			Objects.requireNonNull(file);
		}

		static LocationJson of(SourceLocation location) {
			return new LocationJson(location.file(), location.line(), location.column());
		}

		SourceLocation location() {
			return new SourceLocation(this.file, this.line, this.column);
		}

	}

	/** A warning. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record WarningJson(Problem.Severity severity, String message, String action, @Nullable LocationJson at,
			@Nullable String line) {

		WarningJson {
			Objects.requireNonNull(severity);
			Objects.requireNonNull(message);
			Objects.requireNonNull(action);
		}

		static WarningJson of(Problem problem) {
			return new WarningJson(problem.severity(), problem.message(), problem.action(),
					Optional.ofNullable(problem.location()).map(LocationJson::of).orElse(null), problem.sourceLine());
		}

	}

}
