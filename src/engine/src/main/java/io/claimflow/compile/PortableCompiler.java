package io.claimflow.compile;

import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.claimflow.Problem;
import io.claimflow.artifact.Versions;
import io.claimflow.kinde.KindeSettings;
import io.claimflow.project.Project;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The TypeScript compiler, for platforms for which SWC has no library. It is slower, and
 * nothing is known of what it makes: each run has a realm of its own, and none is
 * remembered.
 */
final class PortableCompiler implements ModuleCompiler {

	private final Supplier<ScriptedCompiler> loader;

	/** It takes a hundred megabytes of memory, and seconds to load. */
	private SoftReference<ScriptedCompiler> loaded = new SoftReference<>(null);

	PortableCompiler(Supplier<ScriptedCompiler> loader) {
		this.loader = loader;
	}

	/** Whether TypeScript is on the class path. */
	static boolean isAvailable() {
		return PortableCompiler.class
			.getResource("/" + ScriptedCompiler.LIBRARY.formatted(Versions.typescript())) != null;
	}

	@Override
	public void begin() {
		typescript();
	}

	private synchronized ScriptedCompiler typescript() {
		ScriptedCompiler typescript = this.loaded.get();
		if (typescript == null) {
			typescript = this.loader.get();
			this.loaded = new SoftReference<>(typescript);
		}
		return typescript;
	}

	@Override
	public AuthorModule read(SourceText source) throws Swc.SyntaxException {
		refuseDepth(source);
		String request = JsonMapper.shared()
			.writeValueAsString(Map.of("file", source.file(), "text", source.text(), "settings", KindeSettings.EXPORT));
		JsonNode answer;
		try {
			answer = JsonMapper.shared().readTree(typescript().compile(request));
		}
		catch (IllegalStateException ex) {
			throw new Swc.SyntaxException(source.problem(source.start(), "The compiler failed: " + ex.getMessage(),
					"Split the file, and give parts of deeply nested expressions and types names of their own."));
		}
		List<Problem> errors = answer.path("errors")
			.valueStream()
			.map((error) -> source.problem(source.locationOf(error.path("at").asInt()),
					"Syntax error: " + error.path("message").asString(),
					"Correct the syntax; the file was not compiled."))
			.distinct()
			.toList();
		if (!errors.isEmpty()) {
			throw new Swc.SyntaxException(errors);
		}
		PortableModule module = new PortableModule(source, answer);
		List<Problem> commonJs = module.commonJs();
		if (!commonJs.isEmpty()) {
			throw new Swc.SyntaxException(commonJs);
		}
		return module;
	}

	/** The parser looks ahead from each bracket, which takes for ever at some depth. */
	private static void refuseDepth(SourceText source) throws Swc.SyntaxException {
		int depth = 0;
		String text = source.text();
		for (int i = 0; i < text.length(); i++) {
			char letter = text.charAt(i);
			if (letter == '(' || letter == '[' || letter == '{') {
				depth++;
			}
			else if (letter == ')' || letter == ']' || letter == '}') {
				depth = Math.max(0, depth - 1);
			}
			if (depth > Forbidden.Depth.LIMIT) {
				throw new Swc.SyntaxException(Forbidden.NESTED.at(source, source.codePoints(i)));
			}
		}
	}

	/** What it compiles has realms of its own. */
	@Override
	public boolean mayShareRealms(String code) {
		return false;
	}

	/** Nobody looks into files that no workflow imports. */
	@Override
	public List<Problem> neverRun(Project project, Progress progress, Set<String> used) {
		return List.of();
	}

}
