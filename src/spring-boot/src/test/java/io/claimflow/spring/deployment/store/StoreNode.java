package io.claimflow.spring.deployment.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import io.claimflow.Problem;
import io.claimflow.encryption.KeyRing;

import org.springframework.util.unit.DataSize;

/**
 * A node with the store, whose artifacts are texts: a line for each workflow, of its
 * identifier, its trigger, and the variables that do not exist here.
 */
final class StoreNode implements DeploymentRuntime {

	final DeploymentDatabase database;

	final LiveNode node;

	final DeploymentStore store;

	final List<Object> events = new ArrayList<>();

	/** Of the node, which tests let go by. */
	final AtomicLong nanoTime = new AtomicLong();

	/** Prepared and not given up. */
	int open;

	int prepared;

	/** The number of the deployment that runs. */
	long number;

	Set<String> deactivated = Set.of();

	StoreNode(DataSource source, KeyRing keys) {
		this(source, keys, properties(100));
	}

	StoreNode(DataSource source, KeyRing keys, DeploymentProperties properties) {
		this.database = DeploymentDatabase.of(source, keys, properties);
		this.node = new LiveNode(this.database.deployments(), this.database.live(), this, properties.pollTimeout(),
				this.nanoTime::get);
		this.store = new DeploymentStore(this.database, this.node, this.events::add, properties.toLimits(),
				new PreviewTokens(keys, this.database.deployments(), this.database.previews()));
	}

	static DeploymentProperties properties(int keep) {
		return new DeploymentProperties(true, keep, keep, 10_000, keep, DataSize.ofMegabytes(3), null,
				Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofSeconds(30),
				Duration.ofDays(1), new DeploymentProperties.Artifact(DataSize.ofMegabytes(64), 10_000, 100));
	}

	static BuiltArtifact artifact(String lines) {
		byte[] zip = lines.getBytes(StandardCharsets.UTF_8);
		return new BuiltArtifact(DeploymentRows.sha256(zip), zip, true, List.of());
	}

	/** Stores an artifact. */
	long push(String lines) {
		return this.store.store(artifact(lines), Provenance.of(DeploymentSource.PUSH, "ci")).deployment().number();
	}

	@Override
	public Prepared prepare(StoredDeployment deployment, byte[] zip) {
		String text = new String(zip, StandardCharsets.UTF_8);
		if (text.contains("broken")) {
			throw new RefusedDeploymentException(deployment.number(),
					List.of(new Problem(null, "It is broken", "Mend it.", null)), null);
		}
		this.open++;
		this.prepared++;
		return new Lines(deployment.digest(), text.lines().map((line) -> line.split(" ")).toList());
	}

	@Override
	public void check(StoredDeployment deployment, byte[] zip) {
		prepare(deployment, zip).close();
	}

	@Override
	public void swap(Prepared prepared, long number, Set<String> deactivated) {
		this.number = number;
		this.deactivated = deactivated;
	}

	@Override
	public void deactivate(Set<String> deactivated) {
		this.deactivated = deactivated;
	}

	private final class Lines implements Prepared {

		private final String digest;

		private final List<String[]> workflows;

		Lines(String digest, List<String[]> workflows) {
			this.digest = digest;
			this.workflows = workflows;
		}

		@Override
		public String digest() {
			return this.digest;
		}

		@Override
		public List<Bound> workflows() {
			return this.workflows.stream().map((line) -> new Bound(line[0], line[1])).toList();
		}

		@Override
		public List<Consequence> missing() {
			return this.workflows.stream()
				.flatMap((line) -> Optional.of(line)
					.filter((words) -> words.length > 2)
					.map((words) -> Consequence.missingVariable(words[0], words[2]))
					.stream())
				.toList();
		}

		@Override
		public void close() {
			StoreNode.this.open--;
		}

	}

}
