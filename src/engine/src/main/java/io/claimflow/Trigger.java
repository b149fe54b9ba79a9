package io.claimflow;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A named moment of a sign-in or a token request at which a workflow runs.
 *
 * @param id the identifier that {@code workflowSettings.trigger} names, such as
 * {@code m2m:token_generation}
 * @param member the name of the member of {@code WorkflowTrigger} in
 * {@code @kinde/infrastructure}
 * @param tokens the tokens whose claims a run may edit
 * @param denyAccess whether a run may deny access
 */
public record Trigger(String id, String member, Set<TokenType> tokens, boolean denyAccess) {

	/** A client-credentials grant issues a token. */
	public static final Trigger M2M_TOKEN_GENERATION = new Trigger("m2m:token_generation", "M2MTokenGeneration",
			Set.of(TokenType.M2M_TOKEN), true);

	/** A grant that acts for a user issues an access token and perhaps an ID token. */
	public static final Trigger USER_TOKENS_GENERATION = new Trigger("user:tokens_generation", "UserTokenGeneration",
			Set.of(TokenType.ACCESS_TOKEN, TokenType.ID_TOKEN), true);

	/** The first factor of a sign-in succeeded. */
	public static final Trigger POST_AUTHENTICATION = signIn("user:post_authentication", "PostAuthentication");

	/** A user record is about to be created. */
	public static final Trigger PRE_REGISTRATION = signIn("user:pre_registration", "UserPreRegistration");

	/** A password was typed to sign in. */
	public static final Trigger EXISTING_PASSWORD_PROVIDED = signIn("user:existing_password_provided",
			"ExistingPasswordProvided");

	/** A password was chosen. */
	public static final Trigger NEW_PASSWORD_PROVIDED = signIn("user:new_password_provided", "NewPasswordProvided");

	/** A username was chosen. */
	public static final Trigger NEW_USERNAME_PROVIDED = signIn("user:new_username_provided", "NewUsernameProvided");

	/** A second factor is about to be asked for. */
	public static final Trigger PRE_MFA = signIn("user:pre_mfa", "UserPreMFA");

	/** A plan was selected. */
	public static final Trigger PLAN_SELECTION = new Trigger("user:plan_selection", "PlanSelection", Set.of(), false);

	/** The end of a plan was asked for. */
	public static final Trigger PLAN_CANCELLATION_REQUEST = new Trigger("user:plan_cancellation_request",
			"PlanCancellationRequest", Set.of(), false);

	private static final List<Trigger> ALL = List.of(USER_TOKENS_GENERATION, M2M_TOKEN_GENERATION, POST_AUTHENTICATION,
			PRE_REGISTRATION, EXISTING_PASSWORD_PROVIDED, NEW_PASSWORD_PROVIDED, NEW_USERNAME_PROVIDED, PRE_MFA,
			PLAN_SELECTION, PLAN_CANCELLATION_REQUEST);

	public Trigger {
		tokens = Set.copyOf(tokens);
	}

	private static Trigger signIn(String id, String member) {
		return new Trigger(id, member, Set.of(), true);
	}

	/** Every trigger, in the order in which documentation lists them. */
	public static List<Trigger> all() {
		return ALL;
	}

	/**
	 * The trigger of that identifier.
	 * @param id an identifier, such as {@code m2m:token_generation}
	 * @return the trigger, or empty if there is none of that identifier
	 */
	public static Optional<Trigger> of(String id) {
		return ALL.stream().filter((trigger) -> trigger.id().equals(id)).findFirst();
	}

	@Override
	public String toString() {
		return this.id;
	}

}
