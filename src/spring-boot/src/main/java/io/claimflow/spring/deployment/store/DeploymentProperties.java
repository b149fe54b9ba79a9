package io.claimflow.spring.deployment.store;

import java.time.Duration;

import io.claimflow.artifact.ArtifactLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Deployments in the database.
 *
 * @param enabled Whether deployments are kept in the database, which says what is live on
 * every node.
 * @param keep Number of deployments that are kept, and of refused ones. What is live or
 * previewed stays beyond that.
 * @param keepSaves Number of deployments of the project's folder that are kept, such as
 * those that reloading makes.
 * @param keepChanges Number of changes of what is live that are kept.
 * @param keepPreviews Number of previews that are kept, and that can be open at a time.
 * @param maximumSize Size of an artifact.
 * @param node Name of this node in the table of nodes; by default the name of the host
 * and a random part.
 * @param pollInterval Time between two looks at what is live.
 * @param pollBackOff Longest time between two looks while the database does not answer.
 * @param pollTimeout Time that the database may take for an answer.
 * @param nodeTimeout Time after which a node that says nothing counts as gone.
 * @param previewLifetime Longest time in which requests can begin with a preview.
 * @param artifact What an artifact and a zipped project may hold.
 */
@ConfigurationProperties("claimflow.deployments")
record DeploymentProperties(@DefaultValue("false") boolean enabled, @DefaultValue("100") int keep,
		@DefaultValue("10") int keepSaves, @DefaultValue("10000") int keepChanges,
		@DefaultValue("1000") int keepPreviews, @DefaultValue("20MB") DataSize maximumSize, @Nullable String node,
		@DefaultValue("1s") Duration pollInterval, @DefaultValue("10s") Duration pollBackOff,
		@DefaultValue("5s") Duration pollTimeout, @DefaultValue("30s") Duration nodeTimeout,
		@DefaultValue("1d") Duration previewLifetime, @DefaultValue Artifact artifact) {

	DeploymentProperties {
		atLeast("keep", keep, 1);
		atLeast("keep-saves", keepSaves, 1);
		atLeast("keep-changes", keepChanges, 1);
		atLeast("keep-previews", keepPreviews, 1);
		atLeast("maximum-size", maximumSize.toBytes(), 1);
		atLeast("poll-interval in milliseconds", pollInterval.toMillis(), 10);
		atLeast("poll-back-off in milliseconds", pollBackOff.toMillis(), pollInterval.toMillis());
		atLeast("poll-timeout in seconds", pollTimeout.toSeconds(), 1);
		atLeast("preview-lifetime in seconds", previewLifetime.toSeconds(), 1);
		atMost("preview-lifetime in days", previewLifetime.toDays(), 365);
		atLeast("node-timeout in milliseconds", nodeTimeout.toMillis(), 3 * pollInterval.toMillis());
	}

	private static void atLeast(String property, long value, long least) {
		if (value < least) {
			throw new IllegalArgumentException(
					"claimflow.deployments.%s is %d, but has to be %d or more".formatted(property, value, least));
		}
	}

	private static void atMost(String property, long value, long most) {
		if (value > most) {
			throw new IllegalArgumentException(
					"claimflow.deployments.%s is %d, but has to be %d or less".formatted(property, value, most));
		}
	}

	/** What is read. */
	ArtifactLimits toArtifactLimits() {
		return ArtifactLimits.builder()
			.bytes(this.maximumSize.toBytes())
			.unpackedBytes(this.artifact.unpackedSize().toBytes())
			.entries(this.artifact.entries())
			.ratio(this.artifact.ratio())
			.build();
	}

	/** How the tables are used. */
	DeploymentStore.Limits toLimits() {
		return new DeploymentStore.Limits(this.keep, this.keepSaves, this.keepChanges, this.keepPreviews,
				this.maximumSize.toBytes(), this.previewLifetime);
	}

	/**
	 * What an artifact may hold.
	 *
	 * @param unpackedSize Size of all entries together, unpacked.
	 * @param entries Number of entries.
	 * @param ratio How many times larger than the file all entries may be together, once
	 * they have more than 1 MB.
	 */
	record Artifact(@DefaultValue("64MB") DataSize unpackedSize, @DefaultValue("10000") int entries,
			@DefaultValue("100") int ratio) {

		Artifact {
			atLeast("artifact.unpacked-size", unpackedSize.toBytes(), 1);
			atLeast("artifact.entries", entries, 1);
			atLeast("artifact.ratio", ratio, 1);
		}

	}

}
