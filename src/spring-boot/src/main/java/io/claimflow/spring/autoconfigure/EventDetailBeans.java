package io.claimflow.spring.autoconfigure;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Trigger;
import io.claimflow.spring.signin.SignInEventDetails;
import io.claimflow.spring.token.TokenEventDetails;

/**
 * The beans of an application that supply what an authorization server does not know of a
 * user: see {@link TokenEventDetails} and {@link SignInEventDetails}.
 */
final class EventDetailBeans {

	private static final Map<String, String> OF_TOKENS = Map.of("context.organization", "organizationCode",
			"context.auth.connectionId", "connectionId", "context.user.identityId", "identityId");

	private static final Map<String, String> OF_SIGN_INS = Map.of("context.organization", "organizationCode");

	private static final Set<Trigger> TOKENS = Set.of(Trigger.USER_TOKENS_GENERATION, Trigger.M2M_TOKEN_GENERATION);

	private EventDetailBeans() {
	}

	/** See {@link io.claimflow.EventSuppliers}. */
	static Optional<String> of(Trigger trigger, String field) {
		if (TOKENS.contains(trigger)) {
			return Optional.ofNullable(OF_TOKENS.get(field)).map((method) -> supplies(method, TokenEventDetails.class));
		}
		return trigger.equals(Trigger.PRE_MFA) ? Optional.ofNullable(OF_SIGN_INS.get(field))
			.map((method) -> supplies(method, SignInEventDetails.class)) : Optional.empty();
	}

	private static String supplies(String method, Class<?> bean) {
		return "a bean of the type " + bean.getSimpleName() + " supplies it, with " + method;
	}

}
