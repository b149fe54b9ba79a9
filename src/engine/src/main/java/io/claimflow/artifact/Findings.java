package io.claimflow.artifact;

/**
 * The findings of the analysis of one module. They are promises on which isolation,
 * shared realms and remembered runs rest, so they hold only where this server has made
 * them.
 *
 * @param inert whether evaluating the module only binds names to functions and constant
 * values, so that nobody can tell when that was done
 * @param constant whether the module is the same for all runs: nothing in it is the
 * author's, or changes
 * @param shareable whether the module does not mind that all it shares with other runs is
 * frozen, as far as its code shows
 * @param repeatable whether the module does the same again, as far as its code shows,
 * where the host answers the same
 */
public record Findings(boolean inert, boolean constant, boolean shareable, boolean repeatable) {

	/** Nothing is known of the module. */
	public static final Findings NONE = new Findings(false, false, false, false);

}
