package io.claimflow.demo.server;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OidcConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;

/**
 * Lets {@link OutageFilter} answer for two endpoints of OpenID Connect as well. Those of
 * Spring Security catch every exception, and tell the client that its request was wrong,
 * in the words of the exception.
 */
final class EndpointOutages {

	private static final OAuth2ErrorHttpMessageConverter ERRORS = new OAuth2ErrorHttpMessageConverter();

	private EndpointOutages() {
	}

	static void enable(OidcConfigurer oidc) {
		oidc.userInfoEndpoint(
				(endpoint) -> endpoint.authenticationProviders((providers) -> providers.replaceAll(OutageProvider::new))
					.errorResponseHandler(EndpointOutages::userInfoError));
		oidc.logoutEndpoint(
				(endpoint) -> endpoint.authenticationProviders((providers) -> providers.replaceAll(OutageProvider::new))
					.errorResponseHandler(EndpointOutages::logoutError));
	}

	private static void userInfoError(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException ex) throws IOException, ServletException {
		throwOutage(ex);
		OAuth2Error error = ((OAuth2AuthenticationException) ex).getError();
		HttpStatus status = switch (error.getErrorCode()) {
			case OAuth2ErrorCodes.INVALID_TOKEN -> HttpStatus.UNAUTHORIZED;
			case OAuth2ErrorCodes.INSUFFICIENT_SCOPE -> HttpStatus.FORBIDDEN;
			default -> HttpStatus.BAD_REQUEST;
		};
		response.setStatus(status.value());
		ERRORS.write(error, MediaType.APPLICATION_JSON, new ServletServerHttpResponse(response));
	}

	private static void logoutError(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException ex) throws IOException, ServletException {
		throwOutage(ex);
		response.sendError(HttpStatus.BAD_REQUEST.value());
	}

	/**
	 * Throws what was wrong and not the exception around it, which Spring Security would
	 * take for one of who is not signed in.
	 */
	private static void throwOutage(AuthenticationException ex) throws ServletException {
		if (OutageFilter.isOutage(ex)) {
			throw new ServletException(ex.getCause());
		}
	}

	/**
	 * Keeps what was wrong as the cause of an exception that an endpoint passes on.
	 *
	 * @param provider Spring Security's, which does all else
	 */
	private record OutageProvider(AuthenticationProvider provider) implements AuthenticationProvider {

		@Override
		public @Nullable Authentication authenticate(Authentication authentication) {
			try {
				return this.provider.authenticate(authentication);
			}
			catch (RuntimeException ex) {
				if (OutageFilter.isOutage(ex)) {
					throw new OAuth2AuthenticationException(
							new OAuth2Error(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, null, null), ex);
				}
				throw ex;
			}
		}

		@Override
		public boolean supports(Class<?> authentication) {
			return this.provider.supports(authentication);
		}

	}

}
