package io.claimflow.spring.deployment.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What this node knows of what is live and of the other nodes, without asking the
 * database: a report costs nothing, and works while the database is away.
 */
public final class DeploymentStatus {

	private final LiveNode node;

	private final DeploymentPoller poller;

	DeploymentStatus(LiveNode node, DeploymentPoller poller) {
		this.node = node;
		this.poller = poller;
	}

	/** The name of this node. */
	public String node() {
		return this.poller.name();
	}

	/** What this node has reached of what is live. */
	public Optional<LiveState> reached() {
		return this.node.state();
	}

	/** Why this node may not run what is live. */
	public Optional<String> problem() {
		return this.poller.problem();
	}

	/** The nodes, as this one has seen them last, by name. */
	public List<NodeStatus> nodes() {
		return this.poller.known();
	}

	/**
	 * How many nodes run what is live, such as "3 of 3" or "2 of 3, node c: why not".
	 */
	public String summary() {
		return summary(nodes(), this.node.revision());
	}

	/**
	 * How many of some nodes have reached a revision.
	 * @param nodes the nodes
	 * @param revision the revision
	 */
	public static String summary(List<NodeStatus> nodes, long revision) {
		List<NodeStatus> there = nodes.stream().filter((node) -> !node.gone()).toList();
		return there.stream().filter((node) -> node.hasReached(revision)).count() + " of " + there.size() + there
			.stream()
			.filter((node) -> !node.hasReached(revision))
			.map((node) -> ", node " + node.node() + ": " + node.problem().orElse("at revision " + node.revision()))
			.collect(Collectors.joining());
	}

}
