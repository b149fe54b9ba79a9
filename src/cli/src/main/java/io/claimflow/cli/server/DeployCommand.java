package io.claimflow.cli.server;

import java.util.Objects;
import java.util.concurrent.Callable;

import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.cli.project.AuthorProject;
import io.claimflow.cli.project.ProjectOptions;
import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deploys the project. */
@Command(name = "deploy", description = { "Build the project, show what it will change, and make it live.",
		"Commit and author come from git, or from the CI system." })
public final class DeployCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Mixin
	private final ProjectOptions project = new ProjectOptions();

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Mixin
	private final ShipmentOptions shipment = new ShipmentOptions();

	@Mixin
	private final ChangeOptions change = new ChangeOptions();

	@Option(names = "--commit", paramLabel = "ID", description = "Commit that it is made from, in place of git's.")
	private @Nullable String commit;

	@Option(names = "--author", paramLabel = "NAME", description = "Who wrote the commit, in place of git's.")
	private @Nullable String author;

	DeployCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		AuthorProject found = AuthorProject.find(this.surroundings, this.project);
		DeploymentApi api = DeploymentApi.of(this.surroundings, this.server, found);
		Artifact artifact = found.build(this.surroundings);
		Commit from = commit(found);
		new Shipment(api, this.surroundings, this.shipment, this.change, this.server.json).ship(artifact,
				ArtifactWriter.bytes(artifact),
				DeploymentApi.parameters("message", this.shipment.message, "commit",
						Objects.requireNonNullElse(this.commit, from.id()), "author",
						Objects.requireNonNullElse(this.author, from.author())),
				found.triggers());
		return ExitCode.FINE;
	}

	private Commit commit(AuthorProject found) {
		Commit git = Commit.of(this.surroundings, found.root()).orElse(Commit.NONE);
		if (git.changed() && this.commit == null) {
			this.surroundings.terminal()
				.warning("Files differ from commit " + git.id() + ", so no commit is named",
						"Commit them first, if the deployment is to have one.");
			return Commit.NONE;
		}
		return git;
	}

}
