package io.claimflow;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A named moment at which a workflow runs: one of a sign-in or a token request, or one
 * that an application declares and fires itself.
 *
 * @param id the identifier that {@code workflowSettings.trigger} names, such as
 * {@code m2m:token_generation}: letters, digits and {@code _ . : -}, 200 at most
 * @param tokens the tokens whose claims a run may edit
 * @param effects the kinds of effect that a run may ask for, beside those on claims
 */
public record Trigger(String id, Set<TokenType> tokens, Set<Class<? extends Effect>> effects) {

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");

	private static final Set<Class<? extends Effect>> EFFECTS = Set.of(Effect.DenyAccess.class,
			Effect.InvalidateFormField.class, Effect.SetMfaPolicy.class, Effect.DenyPlanSelection.class,
			Effect.DenyPlanCancellation.class);

	/** A client-credentials grant issues a token. */
	public static final Trigger M2M_TOKEN_GENERATION = new Trigger("m2m:token_generation", Set.of(TokenType.M2M_TOKEN),
			Set.of(Effect.DenyAccess.class));

	/** A grant that acts for a user issues an access token and perhaps an ID token. */
	public static final Trigger USER_TOKENS_GENERATION = new Trigger("user:tokens_generation",
			Set.of(TokenType.ACCESS_TOKEN, TokenType.ID_TOKEN), Set.of(Effect.DenyAccess.class));

	/** The first factor of a sign-in succeeded. */
	public static final Trigger POST_AUTHENTICATION = new Trigger("user:post_authentication", Set.of(),
			Set.of(Effect.DenyAccess.class));

	/** A user record is about to be created. */
	public static final Trigger PRE_REGISTRATION = new Trigger("user:pre_registration", Set.of(),
			Set.of(Effect.DenyAccess.class));

	/** A password was typed to sign in. */
	public static final Trigger EXISTING_PASSWORD_PROVIDED = new Trigger("user:existing_password_provided", Set.of(),
			Set.of(Effect.DenyAccess.class, Effect.InvalidateFormField.class));

	/** A password was chosen. */
	public static final Trigger NEW_PASSWORD_PROVIDED = new Trigger("user:new_password_provided", Set.of(),
			Set.of(Effect.DenyAccess.class, Effect.InvalidateFormField.class));

	/** A username was chosen. */
	public static final Trigger NEW_USERNAME_PROVIDED = new Trigger("user:new_username_provided", Set.of(),
			Set.of(Effect.DenyAccess.class, Effect.InvalidateFormField.class));

	/** A second factor is about to be asked for. */
	public static final Trigger PRE_MFA = new Trigger("user:pre_mfa", Set.of(),
			Set.of(Effect.DenyAccess.class, Effect.SetMfaPolicy.class));

	/** A plan was selected. */
	public static final Trigger PLAN_SELECTION = new Trigger("user:plan_selection", Set.of(),
			Set.of(Effect.DenyPlanSelection.class));

	/** The end of a plan was asked for. */
	public static final Trigger PLAN_CANCELLATION_REQUEST = new Trigger("user:plan_cancellation_request", Set.of(),
			Set.of(Effect.DenyPlanCancellation.class));

	private static final List<Trigger> BUILT_IN = List.of(USER_TOKENS_GENERATION, M2M_TOKEN_GENERATION,
			POST_AUTHENTICATION, PRE_REGISTRATION, EXISTING_PASSWORD_PROVIDED, NEW_PASSWORD_PROVIDED,
			NEW_USERNAME_PROVIDED, PRE_MFA, PLAN_SELECTION, PLAN_CANCELLATION_REQUEST);

	/**
	 * Declares a trigger.
	 * @throws IllegalArgumentException if the identifier is none, or an effect is one on
	 * claims: those are permitted by naming their tokens
	 */
	public Trigger {
		tokens = Set.copyOf(tokens);
		effects = Set.copyOf(effects);
		if (!ID.matcher(id).matches()) {
			throw new IllegalArgumentException("\"" + id
					+ "\" is no identifier of a trigger; write 1 to 200 letters, digits and _ . : - like acme:order_placed");
		}
		for (Class<? extends Effect> effect : effects) {
			if (!EFFECTS.contains(effect)) {
				throw new IllegalArgumentException("The trigger \"" + id + "\" cannot permit " + effect.getSimpleName()
						+ " as an effect; name concrete ones, and for claims the tokens that carry them");
			}
		}
	}

	/** The triggers of Kinde, in the order in which documentation lists them. */
	public static List<Trigger> builtIn() {
		return BUILT_IN;
	}

	/** The identifier. */
	@Override
	public String toString() {
		return this.id;
	}

}
