package io.claimflow.spring.deployment.store;

import java.util.Optional;

/**
 * Where a deployment comes from, as those say who brought it. Texts are shortened to what
 * a row holds.
 *
 * @param source the kind of place
 * @param pushedBy who brought it, such as a client or a user
 * @param commit the commit that it was made from
 * @param author who wrote that commit
 * @param message what the commit or the deployment is about
 * @param promotedFrom the server from which it was promoted
 */
public record Provenance(DeploymentSource source, String pushedBy, Optional<String> commit, Optional<String> author,
		Optional<String> message, Optional<String> promotedFrom) {

	public Provenance {
		pushedBy = Texts.name(pushedBy, "who brings a deployment");
		commit = Texts.line(commit, Texts.COMMIT);
		author = Texts.line(author, Texts.NAME);
		message = Texts.line(message, Texts.MESSAGE);
		promotedFrom = Texts.line(promotedFrom, Texts.NAME);
	}

	/** Without more than a source and a name. */
	public static Provenance of(DeploymentSource source, String pushedBy) {
		return new Provenance(source, pushedBy, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
	}

	/** The same with a message. */
	public Provenance withMessage(String message) {
		return new Provenance(this.source, this.pushedBy, this.commit, this.author, Optional.of(message),
				this.promotedFrom);
	}

}
