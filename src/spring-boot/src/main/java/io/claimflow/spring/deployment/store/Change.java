package io.claimflow.spring.deployment.store;

import java.util.OptionalLong;

/**
 * A wish to change what is live. Texts are shortened to what a row holds.
 *
 * @param by who wants it, such as a client or a user
 * @param reason why, for those who read the history; may be empty
 * @param expectedRevision the revision that is to be changed; empty for the one that
 * there is when the change begins
 * @param confirmed whether consequences that have to be confirmed are wanted
 */
public record Change(String by, String reason, OptionalLong expectedRevision, boolean confirmed) {

	public Change {
		by = Texts.name(by, "who changes what is live");
		reason = Texts.line(reason, Texts.MESSAGE);
	}

	/** A change that is not confirmed, of the revision that there is. */
	public static Change by(String by, String reason) {
		return new Change(by, reason, OptionalLong.empty(), false);
	}

	/** The same change of one revision only. */
	public Change of(long revision) {
		return new Change(this.by, this.reason, OptionalLong.of(revision), this.confirmed);
	}

	/** The same change with all its consequences. */
	public Change confirm() {
		return new Change(this.by, this.reason, this.expectedRevision, true);
	}

}
