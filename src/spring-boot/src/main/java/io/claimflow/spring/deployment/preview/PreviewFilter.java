package io.claimflow.spring.deployment.preview;

import java.io.IOException;

import io.claimflow.spring.deployment.DeploymentPins;
import io.claimflow.spring.deployment.InvalidPreviewException;
import io.claimflow.spring.deployment.LostDeploymentException;
import io.claimflow.spring.request.PendingRequest;
import io.claimflow.spring.request.PendingRequests;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ErrorAuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes the preview that an authorization request asks for, before anybody signs in for
 * it, and refuses one that it does not get. The endpoint of pushed requests refuses it
 * the same way, and that of devices takes none. The token endpoint is not seen to here.
 */
final class PreviewFilter extends OncePerRequestFilter {

	private static final Logger logger = LoggerFactory.getLogger(PreviewFilter.class);

	private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

	private final DeploymentPins pins;

	private final PendingRequests pendingRequests;

	private final AuthorizationServerSettings settings;

	private final AuthenticationFailureHandler errors = new OAuth2ErrorAuthenticationFailureHandler();

	PreviewFilter(DeploymentPins pins, PendingRequests pendingRequests, AuthorizationServerSettings settings) {
		this.pins = pins;
		this.pendingRequests = pendingRequests;
		this.settings = settings;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String path = request.getRequestURI();
		try {
			if (path.endsWith(this.settings.getAuthorizationEndpoint()) && asksForACode(request)) {
				PendingRequest asked = this.pendingRequests.current(request);
				this.pins.asked(request, asked.parameters(), asked.clientId(), user());
			}
			else if (path.endsWith(this.settings.getPushedAuthorizationRequestEndpoint())) {
				this.pins.check(DeploymentPins.parameters(request),
						request.getParameter(OAuth2ParameterNames.CLIENT_ID));
			}
			else if (path.endsWith(this.settings.getDeviceAuthorizationEndpoint()) && this.pins.isAskedFor(request)) {
				throw new InvalidPreviewException("Devices have no previews");
			}
		}
		catch (InvalidPreviewException | LostDeploymentException ex) {
			OAuth2Error error = new OAuth2Error((ex instanceof InvalidPreviewException)
					? OAuth2ErrorCodes.INVALID_REQUEST : OAuth2ErrorCodes.SERVER_ERROR, ex.getMessage(), null);
			logger.warn("A preview was refused at {}: {}", path, ex.getMessage());
			refuse(path, request, response, error);
			return;
		}
		chain.doFilter(request, response);
	}

	/** The answer to a consent page comes to the same endpoint. */
	private static boolean asksForACode(HttpServletRequest request) {
		return request.getParameter(OAuth2ParameterNames.RESPONSE_TYPE) != null
				|| request.getParameter(OAuth2ParameterNames.REQUEST_URI) != null;
	}

	private static @Nullable String user() {
		Authentication user = SecurityContextHolder.getContext().getAuthentication();
		return (user != null && TRUST.isAuthenticated(user)) ? user.getName() : null;
	}

	/**
	 * A person is told here and now: an error page may be for those alone who are signed
	 * in.
	 */
	private void refuse(String path, HttpServletRequest request, HttpServletResponse response, OAuth2Error error)
			throws IOException, ServletException {
		if (path.endsWith(this.settings.getAuthorizationEndpoint())) {
			response.setStatus(HttpStatus.BAD_REQUEST.value());
			response.setContentType("text/plain;charset=UTF-8");
			response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
			response.getWriter().write(error.toString());
		}
		else {
			this.errors.onAuthenticationFailure(request, response, new OAuth2AuthenticationException(error));
		}
	}

}
