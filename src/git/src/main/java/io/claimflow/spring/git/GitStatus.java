package io.claimflow.spring.git;

import org.jspecify.annotations.Nullable;

/**
 * What an operator is shown of the repository.
 */
final class GitStatus {

	private final GitProperties properties;

	private final GitPoller poller;

	GitStatus(GitProperties properties, GitPoller poller) {
		this.properties = properties;
		this.poller = poller;
	}

	/** What this node knows, without asking the database or the repository. */
	Report report() {
		GitState state = this.poller.state();
		return new Report(this.properties.uri(), this.properties.branch(),
				(state.pulledAt() != null) ? state.pulledAt().toString() : null, state.commit(), state.deployment(),
				(state.outcome() != null) ? state.outcome().name() : null, state.note(),
				this.poller.problem().orElse(null));
	}

	/**
	 * What is known.
	 *
	 * @param uri the repository
	 * @param branch the branch
	 * @param pulledAt when it was last read, by the database's clock
	 * @param commit the commit that was seen last
	 * @param deployment the deployment of its project
	 * @param outcome LIVE, STORED or REFUSED
	 * @param note why it is not live
	 * @param problem why the repository cannot be read
	 */
	record Report(String uri, String branch, @Nullable String pulledAt, @Nullable String commit,
			@Nullable Long deployment, @Nullable String outcome, @Nullable String note, @Nullable String problem) {

	}

}
