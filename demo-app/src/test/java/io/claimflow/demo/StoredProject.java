package io.claimflow.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import io.claimflow.spring.deployment.store.BuiltArtifact;
import io.claimflow.spring.deployment.store.DeploymentSource;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.Provenance;

/** The project of the demo as a further deployment, which is not live. */
final class StoredProject {

	private static final Path PROJECT = Path.of("workflows");

	private StoredProject() {
	}

	/**
	 * Stores it.
	 * @param change changes each file
	 * @return the number of the deployment
	 */
	static long with(DeploymentStore store, WorkflowEngine engine, UnaryOperator<String> change) throws Exception {
		Map<String, String> files = new TreeMap<>();
		try (Stream<Path> all = Files.walk(PROJECT)) {
			for (Path file : all.filter((one) -> one.toString().matches(".*\\.(ts|json)")).toList()) {
				files.put(PROJECT.relativize(file).toString().replace('\\', '/'), change.apply(Files.readString(file)));
			}
		}
		Artifact artifact = engine.build(Project.of("the demo", files));
		return store.store(new BuiltArtifact(artifact.digest(), ArtifactWriter.bytes(artifact), true, List.of()),
				new Provenance(DeploymentSource.PUSH, "client:ci", Optional.of("4f2a9c81d07e"), Optional.empty(),
						Optional.of("Call those who only read readers"), Optional.empty()))
			.deployment()
			.number();
	}

}
