package io.claimflow.spring.authorization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.claimflow.spring.support.SpringFields;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2PushedAuthorizationRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2PushedAuthorizationRequestEndpointFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Lets an authorization request have a parameter more than once, such as {@code resource}
 * (RFC 8707, section 2). The server keeps the request with the authorization, and the
 * values as an array, which Spring Security writes into a database and refuses to read.
 * They become a list. The application's own converter stays in charge of all else.
 */
final class RepeatedParameters implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof SecurityFilterChain chain) {
			chain.getFilters().forEach(RepeatedParameters::attach);
		}
		return bean;
	}

	private static void attach(Filter filter) {
		if (filter instanceof OAuth2AuthorizationEndpointFilter endpoint) {
			SpringFields.read(OAuth2AuthorizationEndpointFilter.class, endpoint, AuthenticationConverter.class)
				.filter((converter) -> !(converter instanceof Lists))
				.ifPresent((converter) -> endpoint.setAuthenticationConverter(new Lists(converter)));
		}
		else if (filter instanceof OAuth2PushedAuthorizationRequestEndpointFilter endpoint) {
			SpringFields
				.read(OAuth2PushedAuthorizationRequestEndpointFilter.class, endpoint, AuthenticationConverter.class)
				.filter((converter) -> !(converter instanceof Lists))
				.ifPresent((converter) -> endpoint.setAuthenticationConverter(new Lists(converter)));
		}
	}

	/**
	 * Takes lists for arrays in what another converter makes.
	 *
	 * @param delegate Spring's converter or the application's
	 */
	private record Lists(AuthenticationConverter delegate) implements AuthenticationConverter {

		@Override
		public @Nullable Authentication convert(HttpServletRequest request) {
			Authentication asked = this.delegate.convert(request);
			// A class of the application's own stays what it is
			if (asked != null && asked.getClass() == OAuth2AuthorizationCodeRequestAuthenticationToken.class) {
				return withLists((OAuth2AuthorizationCodeRequestAuthenticationToken) asked);
			}
			if (asked != null && asked.getClass() == OAuth2PushedAuthorizationRequestAuthenticationToken.class) {
				return withLists((OAuth2PushedAuthorizationRequestAuthenticationToken) asked);
			}
			return asked;
		}

		private static Authentication withLists(OAuth2AuthorizationCodeRequestAuthenticationToken asked) {
			if (!isRepeated(asked.getAdditionalParameters())) {
				return asked;
			}
			OAuth2AuthorizationCodeRequestAuthenticationToken copy = new OAuth2AuthorizationCodeRequestAuthenticationToken(
					asked.getAuthorizationUri(), asked.getClientId(), (Authentication) asked.getPrincipal(),
					asked.getRedirectUri(), asked.getState(), asked.getScopes(),
					lists(asked.getAdditionalParameters()));
			copy.setDetails(asked.getDetails());
			return copy;
		}

		private static Authentication withLists(OAuth2PushedAuthorizationRequestAuthenticationToken asked) {
			if (!isRepeated(asked.getAdditionalParameters())) {
				return asked;
			}
			OAuth2PushedAuthorizationRequestAuthenticationToken copy = new OAuth2PushedAuthorizationRequestAuthenticationToken(
					asked.getAuthorizationUri(), asked.getClientId(), (Authentication) asked.getPrincipal(),
					asked.getRedirectUri(), asked.getState(), asked.getScopes(),
					lists(asked.getAdditionalParameters()));
			copy.setDetails(asked.getDetails());
			return copy;
		}

		private static boolean isRepeated(Map<String, Object> parameters) {
			return parameters.values().stream().anyMatch(String[].class::isInstance);
		}

		private static Map<String, Object> lists(Map<String, Object> parameters) {
			Map<String, Object> lists = new LinkedHashMap<>(parameters);
			lists.replaceAll((name, value) -> (value instanceof String[] values)
					? new ArrayList<>(Arrays.asList(values)) : value);
			return lists;
		}

	}

}
