package io.claimflow.spring.request;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.claimflow.spring.support.EventFields;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * The authorization request that a sign-in or a form is for.
 *
 * @param issuer the issuer that it was sent to
 * @param parameters its parameters by name, each with one value or several
 */
public record PendingRequest(String issuer, Map<String, List<String>> parameters) {

	/** The parameters that an event has, by the names that it has them by. */
	private static final Map<String, String> NAMES = names();

	public PendingRequest {
		issuer = EventFields.domain(issuer);
	}

	/** A sign-in that is for no authorization request. */
	public static PendingRequest none(String issuer) {
		return new PendingRequest(issuer, Map.of());
	}

	/** An authorization request as the server has read it. */
	public static PendingRequest of(String issuer, OAuth2AuthorizationRequest request) {
		Map<String, List<String>> parameters = new LinkedHashMap<>();
		request.getAdditionalParameters().forEach((name, value) -> parameters.put(name, strings(value)));
		put(parameters, OAuth2ParameterNames.CLIENT_ID, request.getClientId());
		put(parameters, OAuth2ParameterNames.REDIRECT_URI, request.getRedirectUri());
		put(parameters, OAuth2ParameterNames.STATE, request.getState());
		put(parameters, OAuth2ParameterNames.SCOPE, String.join(" ", request.getScopes()));
		return new PendingRequest(issuer, parameters);
	}

	/** An authorization request as it was sent. */
	static PendingRequest of(String issuer, Map<String, String[]> sent) {
		Map<String, List<String>> parameters = new LinkedHashMap<>();
		sent.forEach((name, values) -> parameters.put(name, List.of(values)));
		return new PendingRequest(issuer, parameters);
	}

	/** The client, or null if none is known. */
	public @Nullable String clientId() {
		return first(OAuth2ParameterNames.CLIENT_ID);
	}

	/** The first value of a parameter, or null if there is none. */
	@Nullable String first(String name) {
		return this.parameters.getOrDefault(name, List.of()).stream().findFirst().orElse(null);
	}

	/** The value of {@code request.authUrlParams}. */
	public Map<String, Object> authUrlParams() {
		Map<String, Object> known = new LinkedHashMap<>();
		NAMES.forEach((parameter, name) -> {
			List<String> values = this.parameters.getOrDefault(parameter, List.of());
			if (!values.isEmpty()) {
				known.put(name, switch (name) {
					case "audience" -> (values.size() == 1) ? values.get(0) : values;
					case "scope" -> List.of(values.get(0).split(" "));
					case "isCreateOrg", "hasSuccessPage" -> Boolean.valueOf(values.get(0));
					default -> values.get(0);
				});
			}
		});
		if (known.containsKey("redirectUri")) {
			known.put("redirectURL", known.get("redirectUri"));
		}
		return known;
	}

	private static void put(Map<String, List<String>> parameters, String name, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			parameters.put(name, List.of(value));
		}
	}

	private static List<String> strings(Object value) {
		if (value instanceof Object[] array) {
			return Arrays.stream(array).map(String::valueOf).toList();
		}
		if (value instanceof Collection<?> collection) {
			return collection.stream().map(String::valueOf).toList();
		}
		return List.of(String.valueOf(value));
	}

	private static Map<String, String> names() {
		Map<String, String> names = new LinkedHashMap<>();
		names.put("state", "state");
		names.put("client_id", "clientId");
		names.put("redirect_uri", "redirectUri");
		names.put("scope", "scope");
		names.put("audience", "audience");
		names.put("prompt", "prompt");
		names.put("lang", "lang");
		names.put("login_hint", "loginHint");
		names.put("org_code", "orgCode");
		names.put("org_name", "orgName");
		names.put("is_create_org", "isCreateOrg");
		names.put("connection_id", "connectionId");
		names.put("has_success_page", "hasSuccessPage");
		names.put("workflow_deployment_id", "workflowDeploymentId");
		return names;
	}

}
