package io.claimflow.spring.deployment.store;

import java.util.Optional;

/**
 * What a change would do that has to be confirmed.
 *
 * @param kind the kind of consequence
 * @param workflow the identifier of the workflow that it concerns
 * @param trigger the identifier of the trigger at which nothing would run any more
 * @param name the name of the variable that does not exist
 * @param description it, in words
 */
public record Consequence(Kind kind, String workflow, Optional<String> trigger, Optional<String> name,
		String description) {

	static Consequence takesAway(String workflow, String trigger) {
		return new Consequence(Kind.TAKES_AWAY, workflow, Optional.of(trigger), Optional.empty(),
				"The workflow \"%s\" would not run at %s any more, and no other one would".formatted(workflow,
						trigger));
	}

	static Consequence missingVariable(String workflow, String name) {
		return new Consequence(Kind.MISSING_VARIABLE, workflow, Optional.empty(), Optional.of(name),
				"%s reads the variable '%s', which does not exist on this server".formatted(workflow, name));
	}

	static Consequence missingKey(String workflow) {
		return new Consequence(Kind.MISSING_KEY, workflow, Optional.empty(), Optional.empty(),
				"The workflow \"%s\" encrypts with kinde.secureFetch, and has no key on this server"
					.formatted(workflow));
	}

	/** The kinds of consequences. */
	public enum Kind {

		/** A workflow would run no more, and none in its place. */
		TAKES_AWAY,
		/** A workflow would run whose variable does not exist here. */
		MISSING_VARIABLE,
		/** A workflow would run that encrypts, and has no key here. */
		MISSING_KEY

	}

}
