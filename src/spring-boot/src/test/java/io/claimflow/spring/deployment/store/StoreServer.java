package io.claimflow.spring.deployment.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.artifact.Artifact;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectReader;
import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A node of several: an authorization server whose deployments are in a database. */
final class StoreServer implements AutoCloseable {

	private final AuthServer server;

	StoreServer(AuthServer server) {
		this.server = server;
	}

	/** A server with a workflow of machine tokens, yet to be started. */
	static AuthServer.Builder builder(String version) {
		return AuthServer.builder()
			.with(Codec.class)
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

	/** Artifacts as their sources, which are built again. */
	@Configuration(proxyBeanMethods = false)
	static class Codec {

		@Bean
		ArtifactCodec artifactCodec(WorkflowEngine engine) {
			return new ArtifactCodec() {

				@Override
				public byte[] write(Artifact artifact) {
					return JsonMapper.shared()
						.writeValueAsBytes(
								new Sources(artifact.workflowsFolder(), artifact.workflowFiles(), artifact.sources()));
				}

				@Override
				public Artifact read(long number, byte[] zip, boolean verified) {
					Sources sources = JsonMapper.shared().readValue(zip, Sources.class);
					try {
						return engine.build(new Project("deployment " + number, Optional.empty(), sources.workflows(),
								sources.files(), Map.of(), sources.folder(), List.of()));
					}
					catch (InvalidProjectException ex) {
						throw new RefusedDeploymentException(number, ex.problems(), ex);
					}
				}

			};
		}

	}

	/** What a project is built from. */
	record Sources(String folder, List<String> workflows, Map<String, String> files) {

	}

}
