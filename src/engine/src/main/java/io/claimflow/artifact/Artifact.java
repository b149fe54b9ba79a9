package io.claimflow.artifact;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.claimflow.Problem;
import io.claimflow.project.Project;
import org.jspecify.annotations.Nullable;

/**
 * A built project: its sources and all that a server needs to run them. An artifact is
 * immutable and pure data, so it can be written, sent and read again; its digest names
 * it.
 */
public final class Artifact {

	private final Versions versions;

	private final String workflowsFolder;

	private final List<String> workflowFiles;

	private final SortedMap<String, String> sources;

	private final List<Program> programs;

	private final List<Problem> warnings;

	private final boolean builtHere;

	private final String digest;

	private Artifact(Versions versions, String workflowsFolder, List<String> workflowFiles, Map<String, String> sources,
			List<Program> programs, List<Problem> warnings, boolean builtHere) {
		this.versions = versions;
		this.workflowsFolder = workflowsFolder;
		this.workflowFiles = List.copyOf(workflowFiles);
		this.sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
		this.programs = List.copyOf(programs);
		this.warnings = List.copyOf(warnings);
		this.builtHere = builtHere;
		this.digest = CanonicalForm.digest(this);
	}

	/**
	 * The artifact of a project that this process has compiled.
	 * @param project the project
	 * @param programs a program for each of its workflow files
	 * @param warnings what is worth a look in the project
	 */
	public static Artifact of(Project project, List<Program> programs, List<Problem> warnings) {
		return of(project, programs, warnings, Versions.current());
	}

	/**
	 * The artifact of a project that this process has compiled with another compiler than
	 * usual.
	 * @param project the project
	 * @param programs a program for each of its workflow files
	 * @param warnings what is worth a look in the project
	 * @param versions what it was compiled with
	 */
	public static Artifact of(Project project, List<Program> programs, List<Problem> warnings, Versions versions) {
		return new Artifact(versions, project.workflowsFolder(), project.workflowFiles(), sources(project, programs),
				programs, warnings.stream().map(WellFormed::problem).toList(), true);
	}

	/** No test is among them, so another test makes no other artifact. */
	private static Map<String, String> sources(Project project, List<Program> programs) {
		Map<String, String> sources = new TreeMap<>(project.files());
		Set<String> compiled = programs.stream()
			.flatMap((program) -> program.modules().stream())
			.map(CompiledModule::file)
			.collect(Collectors.toSet());
		sources.keySet().removeIf((file) -> Project.isTest(file) && !compiled.contains(file));
		return sources;
	}

	/** An artifact that was read: what it says is its author's word. */
	static Artifact read(Versions versions, String workflowsFolder, List<String> workflowFiles,
			Map<String, String> sources, List<Program> programs, List<Problem> warnings) {
		return new Artifact(versions, workflowsFolder, workflowFiles, sources, programs, warnings, false);
	}

	/**
	 * The SHA-256 digest of everything in the artifact, as 64 hexadecimal digits. The
	 * same sources and versions give the same digest on any machine.
	 */
	public String digest() {
		return this.digest;
	}

	/** What the artifact was built with. */
	public Versions versions() {
		return this.versions;
	}

	/**
	 * The folder below which workflows are looked for, relative to the project's root;
	 * empty for the root.
	 */
	public String workflowsFolder() {
		return this.workflowsFolder;
	}

	/** The workflow files, in order. */
	public List<String> workflowFiles() {
		return this.workflowFiles;
	}

	/**
	 * The text of every source file but tests by path, relative to the project's root
	 * with forward slashes, in the order of the paths.
	 */
	public SortedMap<String, String> sources() {
		return this.sources;
	}

	/** A program for each workflow file, in their order. */
	public List<Program> programs() {
		return this.programs;
	}

	/**
	 * What is worth a look in the project, as the build saw it: nothing that depends on
	 * the server, such as variables.
	 */
	public List<Problem> warnings() {
		return this.warnings;
	}

	/**
	 * Whether this server has compiled the sources. If not, all that the artifact says of
	 * itself is its author's word.
	 */
	public boolean isBuiltHere() {
		return this.builtHere;
	}

	/**
	 * The same artifact, trusted: the caller knows, by an authentication of its own, that
	 * a process of the same server has compiled the sources to these programs.
	 */
	public Artifact vouchedFor() {
		return new Artifact(this.versions, this.workflowsFolder, this.workflowFiles, this.sources, this.programs,
				this.warnings, true);
	}

	/** The project that the artifact was built from, without its packages. */
	public Project project() {
		return new Project("artifact " + this.digest, Optional.empty(), this.workflowFiles, this.sources, Map.of(),
				this.workflowsFolder, List.of());
	}

	/** Artifacts are equal if their digests are. */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Artifact artifact && this.digest.equals(artifact.digest);
	}

	@Override
	public int hashCode() {
		return this.digest.hashCode();
	}

	@Override
	public String toString() {
		return "Artifact " + this.digest;
	}

}
