package io.claimflow.spring.deployment.store;

import java.nio.file.Path;

import io.claimflow.Limits;
import io.claimflow.artifact.Artifact;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.ProjectReader;
import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;

/** A node of several: an authorization server whose deployments are in a database. */
final class StoreServer implements AutoCloseable {

	private final AuthServer server;

	StoreServer(AuthServer server) {
		this.server = server;
	}

	/** A server with a workflow of machine tokens, yet to be started. */
	static AuthServer.Builder builder(String version) {
		return AuthServer.builder()
			.m2m(body(version))
			.property("claimflow.deployments.enabled", true)
			.property("logging.level.io.claimflow.spring.deployment", "info")
			.property("claimflow.deployments.poll-interval", "50ms")
			.property("claimflow.jdbc.initialize-schema", "always")
			.property("claimflow.encryption.keys.k1", Database.KEY);
	}

	static String body(String version) {
		return "m2mTokenClaims<any>().version = \"" + version + "\";";
	}

	AuthServer server() {
		return this.server;
	}

	DeploymentStore store() {
		return this.server.context().getBean(DeploymentStore.class);
	}

	/** The version of the workflow that makes tokens, or nothing. */
	Object version() {
		AuthServer.Response response = this.server.clientCredentials(AuthServerConfiguration.JWT);
		return (response.status() == 200) ? response.accessTokenClaims().getOrDefault("version", "none")
				: response.status();
	}

	/** Builds a project on this server, and stores it. */
	long push(Path project) throws Exception {
		Artifact artifact = this.server.context()
			.getBean(WorkflowEngine.class)
			.build(new ProjectReader(Limits.defaults(), getClass().getClassLoader()).read(project.toUri().toString()));
		return store()
			.store(new BuiltArtifact(artifact.digest(),
					this.server.context().getBean(ArtifactCodec.class).write(artifact), true, artifact.warnings()),
					Provenance.of(DeploymentSource.PUSH, "ci"))
			.deployment()
			.number();
	}

	@Override
	public void close() {
		this.server.close();
	}

}
