package io.claimflow.artifact;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.claimflow.Problem;

/**
 * Artifacts that say what tests want them to, under a digest that is right.
 */
public final class TestArtifacts {

	private TestArtifacts() {
	}

	/** An artifact from elsewhere, with other programs. */
	public static Artifact withPrograms(Artifact artifact, Versions versions, UnaryOperator<Program> change) {
		return of(artifact, versions, artifact.programs().stream().map(change).toList());
	}

	/** An artifact from elsewhere, with other modules, each changed alone. */
	public static Artifact withModules(Artifact artifact, Versions versions, UnaryOperator<CompiledModule> change) {
		return withPrograms(artifact, versions,
				(program) -> program.with(program.modules().stream().map(change).toList()));
	}

	/** An artifact from elsewhere, with other code. */
	public static Artifact withCode(Artifact artifact, Versions versions, UnaryOperator<String> change) {
		return withModules(artifact, versions, (module) -> new CompiledModule(module.file(),
				change.apply(module.code()), module.map(), module.source(), module.texts(), module.findings()));
	}

	/** The versions of another build: its programs need not be those of this one. */
	public static Versions otherVersions() {
		Versions current = Versions.current();
		return new Versions(current.format(), current.runtime(), "0.0.9", current.compiler());
	}

	private static Artifact of(Artifact artifact, Versions versions, List<Program> programs) {
		return Artifact.read(versions, artifact.workflowsFolder(), artifact.workflowFiles(), artifact.sources(),
				programs, artifact.warnings());
	}

	/** An artifact from elsewhere, with other sources. */
	public static Artifact withSources(Artifact artifact, Map<String, String> sources, List<String> workflowFiles) {
		return Artifact.read(artifact.versions(), artifact.workflowsFolder(), workflowFiles, sources,
				artifact.programs(), artifact.warnings());
	}

	/** An artifact from elsewhere, with other warnings. */
	public static Artifact withWarnings(Artifact artifact, List<Problem> warnings) {
		return Artifact.read(artifact.versions(), artifact.workflowsFolder(), artifact.workflowFiles(),
				artifact.sources(), artifact.programs(), warnings);
	}

}
