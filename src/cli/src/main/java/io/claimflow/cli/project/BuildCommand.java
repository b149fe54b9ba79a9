package io.claimflow.cli.project;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.artifact.ArtifactReader;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.artifact.InvalidArtifactException;
import io.claimflow.cli.file.WholeFile;
import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Builds an artifact. */
@Command(name = "build",
		description = { "Build the project to an artifact: one file that a server runs without a compiler.",
				"The same sources and versions give the same digest on any machine." })
public final class BuildCommand implements Callable<Integer> {

	private static final String FILE = "artifact.zip";

	private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

	private final Surroundings surroundings;

	@Mixin
	private final ProjectOptions project = new ProjectOptions();

	@Option(names = { "-o", "--output" }, paramLabel = "FILE",
			description = "File to write. By default, " + FILE + " in the working directory.")
	private @Nullable String output;

	@Option(names = "--verify", paramLabel = "DIGEST|FILE",
			description = "Fail unless the artifact is the one of this digest, or the one in this file. Nothing is"
					+ " written without --output.")
	private @Nullable String verify;

	@Option(names = "--json", description = "Answer with JSON.")
	private boolean json;

	BuildCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		Optional<Expected> expected = Optional.ofNullable(this.verify).map(this::expected);
		AuthorProject found = AuthorProject.find(this.surroundings, this.project);
		Artifact artifact = found.build(this.surroundings);
		expected.ifPresent((other) -> compare(artifact, other));
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("digest", artifact.digest());
		answer.put("workflows", artifact.workflowFiles());
		if (this.verify == null || this.output != null) {
			Path file = this.surroundings.path(Objects.requireNonNullElse(this.output, FILE));
			byte[] bytes = ArtifactWriter.bytes(artifact);
			WholeFile.write(file, bytes);
			answer.put("file", file.toString());
			answer.put("bytes", bytes.length);
			say(this.surroundings.shown(file) + " has " + Finding.count(artifact.workflowFiles().size(), "workflow")
					+ " in " + bytes.length + " bytes. Its digest:");
		}
		else {
			say("It is the same artifact. Its digest:");
		}
		say(artifact.digest());
		if (this.json) {
			this.surroundings.terminal().json(answer);
		}
		return ExitCode.FINE;
	}

	private void say(String text) {
		if (!this.json) {
			this.surroundings.terminal().line(text);
		}
	}

	private Expected expected(String text) {
		if (DIGEST.matcher(text).matches()) {
			return new Expected(text, null);
		}
		Path file = this.surroundings.path(text);
		try (InputStream in = Files.newInputStream(file)) {
			Artifact artifact = new ArtifactReader(ArtifactLimits.defaults()).read(in);
			return new Expected(artifact.digest(), artifact);
		}
		catch (InvalidArtifactException ex) {
			throw Failure.ofUsage(file + " is no artifact to compare with: " + ex.found(), ex.action());
		}
		catch (IOException ex) {
			throw Failure.ofUsage(text + " is neither a digest of 64 hexadecimal digits nor a file that can be read",
					"Name what claimflow build has printed, or the file that it has written.");
		}
	}

	private static void compare(Artifact artifact, Expected expected) {
		if (artifact.digest().equals(expected.digest())) {
			return;
		}
		throw Failure
			.ofProject("It is another artifact: the digest of the project is " + artifact.digest() + ", and not "
					+ expected.digest(), reason(artifact, expected.artifact()))
			.with("digest", artifact.digest())
			.with("expected", expected.digest());
	}

	private static String reason(Artifact artifact, @Nullable Artifact other) {
		if (other == null) {
			return "Sources, packages, or the versions of claimflow differ. Name a file to see which.";
		}
		if (!artifact.versions().equals(other.versions())) {
			return "It was built with %s and %s, and this is %s and %s.".formatted(other.versions().engine(),
					other.versions().compiler(), artifact.versions().engine(), artifact.versions().compiler());
		}
		List<String> files = Stream.concat(artifact.sources().keySet().stream(), other.sources().keySet().stream())
			.distinct()
			.sorted()
			.filter((file) -> !Objects.equals(artifact.sources().get(file), other.sources().get(file)))
			.toList();
		return files.isEmpty() ? "The sources are the same: installed packages differ."
				: "These sources differ: " + String.join(", ", files);
	}

	/**
	 * What the artifact is compared with.
	 *
	 * @param digest its digest
	 * @param artifact the artifact, if there is a file of it
	 */
	private record Expected(String digest, @Nullable Artifact artifact) {

	}

}
