package io.claimflow.spring.deployment;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;

/**
 * The previews that requests ask for. Kinde's names for a deployment are worth nothing
 * without a token, and have to agree with one.
 */
final class RequestedPreviews {

	/** The parameter of a request that carries the token. */
	static final String PARAMETER = "claimflow_preview";

	private static final List<String> NAMES = List.of("deploy_id", "workflow_deployment_id");

	private final Supplier<Optional<Previews>> previews;

	RequestedPreviews(Supplier<Optional<Previews>> previews) {
		this.previews = previews;
	}

	/**
	 * The preview that a request asks for.
	 * @param parameters the parameters of the request, each with one value or several
	 * @param client the client that makes the request, or null if it is not known yet
	 * @throws InvalidPreviewException if it does not get it
	 */
	Optional<Preview> of(Map<String, List<String>> parameters, @Nullable String client) {
		List<String> tokens = parameters.getOrDefault(PARAMETER, List.of());
		if (tokens.isEmpty()) {
			return Optional.empty();
		}
		if (tokens.size() > 1) {
			throw new InvalidPreviewException("There is more than one " + PARAMETER);
		}
		Preview preview = read(tokens.get(0));
		if (previews().isOver(preview)) {
			throw new InvalidPreviewException("The preview has expired: ask for another one");
		}
		if (client != null && !client.equals(preview.client())) {
			throw new InvalidPreviewException("The preview is for another client");
		}
		List<String> right = List.of(String.valueOf(preview.deployment()), preview.digest());
		for (String name : NAMES) {
			if (!right.containsAll(parameters.getOrDefault(name, List.of()))) {
				throw new InvalidPreviewException(name + " names another deployment than the preview");
			}
		}
		return Optional.of(preview);
	}

	/**
	 * The preview with which an authorization began. The time that it had for its
	 * beginning is over by now, or not.
	 * @throws InvalidPreviewException if no server with the keys has made it, it was
	 * revoked since, or it is for another client or user
	 */
	Optional<Preview> of(OAuth2Authorization authorization) {
		if (!(authorization
			.getAttribute(OAuth2AuthorizationRequest.class.getName()) instanceof OAuth2AuthorizationRequest asked)) {
			return Optional.empty();
		}
		Object token = asked.getAdditionalParameters().get(PARAMETER);
		if (token == null) {
			return Optional.empty();
		}
		Preview preview = read(String.valueOf(token));
		// One that has expired since goes on; one that was revoked does not
		previews().isOver(preview);
		if (!preview.client().equals(asked.getClientId())) {
			throw new InvalidPreviewException("The preview is for another client");
		}
		// A client pushes a request before there is a person
		if (authorization.getAttribute(Principal.class.getName()) != null) {
			checkUser(preview, authorization.getPrincipalName());
		}
		return Optional.of(preview);
	}

	/** Checks that a preview is for somebody. */
	static void checkUser(Preview preview, String user) {
		if (preview.user().filter((name) -> !name.equals(user)).isPresent()) {
			throw new InvalidPreviewException("The preview is for another user");
		}
	}

	Preview read(String token) {
		return previews().read(token);
	}

	boolean isOver(Preview preview) {
		return previews().isOver(preview);
	}

	private Previews previews() {
		return this.previews.get()
			.orElseThrow(
					() -> new InvalidPreviewException("This server has no previews: its deployments are not stored"));
	}

}
