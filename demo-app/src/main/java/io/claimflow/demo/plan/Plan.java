package io.claimflow.demo.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A plan.
 */
public enum Plan {

	/** For whoever has not chosen one. */
	FREE("Free", "To try things out."),

	/** For one person. */
	PRO("Pro", "For your own work."),

	/** For several people. */
	TEAM("Team", "For what belongs to others too.");

	private final String displayName;

	private final String description;

	Plan(String displayName, String description) {
		this.displayName = displayName;
		this.description = description;
	}

	/** The plan with a code, or empty if there is none. */
	public static Optional<Plan> of(String code) {
		return Arrays.stream(values()).filter((plan) -> plan.code().equals(code)).findFirst();
	}

	/** What tokens and workflows call it. */
	public String code() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** What people call it. */
	public String displayName() {
		return this.displayName;
	}

	/** What it is for. */
	public String description() {
		return this.description;
	}

}
