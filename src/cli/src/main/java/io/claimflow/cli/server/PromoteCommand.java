package io.claimflow.cli.server;

import java.util.Set;
import java.util.concurrent.Callable;

import io.claimflow.Trigger;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.InvalidArtifactException;
import io.claimflow.cli.project.AuthorProject;
import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Brings a deployment from one server to another. */
@Command(name = "promote",
		description = { "Bring a deployment from another server, byte for byte, and make it live.",
				"CLAIMFLOW_FROM_CLIENT_ID and CLAIMFLOW_FROM_CLIENT_SECRET, or CLAIMFLOW_FROM_TOKEN, say who you are"
						+ " at the other one." })
public final class PromoteCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Parameters(arity = "0..1", paramLabel = "NUMBER",
			description = "Number of the deployment at the other server. By default, the one that is live there.")
	private @Nullable Long number;

	@Option(names = "--from", required = true, paramLabel = "URL", description = "The other server.")
	private String from = "";

	@Mixin
	private final ServerOptions server = new ServerOptions();

	@Mixin
	private final ShipmentOptions shipment = new ShipmentOptions();

	@Mixin
	private final ChangeOptions change = new ChangeOptions();

	PromoteCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		DeploymentApi target = DeploymentApi.of(this.surroundings, this.server);
		DeploymentApi source = DeploymentApi.of(this.surroundings, this.server, this.from, "CLAIMFLOW_FROM_");
		if (source.server().equals(target.server())) {
			throw Failure.ofUsage("Both servers are " + target.server().url(),
					"Name the one to bring it from with --from, and the one to bring it to with --server.");
		}
		long wanted = (this.number != null) ? this.number
				: source.live()
					.deployment()
					.orElseThrow(() -> Failure.ofUsage("Nothing is live at " + source.server().url(),
							"Name the number of a deployment."));
		JsonNode deployment = source.get("/deployments/" + wanted);
		byte[] file = source.artifact(wanted);
		new Shipment(target, this.surroundings, this.shipment, this.change, this.server.json).ship(artifact(file), file,
				DeploymentApi.parameters("promotedFrom", source.server().host() + " deployment " + wanted, "message",
						this.shipment.message.isBlank() ? deployment.path("message").asString("")
								: this.shipment.message,
						"commit", deployment.path("commit").asString(""), "author",
						deployment.path("author").asString("")),
				AuthorProject.find(this.surroundings)
					.map(AuthorProject::triggers)
					.orElseGet(() -> Set.copyOf(Trigger.builtIn())));
		return ExitCode.FINE;
	}

	private static Artifact artifact(byte[] file) {
		try {
			return Shipment.read(file);
		}
		catch (InvalidArtifactException ex) {
			throw Failure.ofServer(ex.found(), ex.action());
		}
	}

}
