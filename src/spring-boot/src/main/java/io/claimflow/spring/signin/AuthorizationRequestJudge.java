package io.claimflow.spring.signin;

import java.util.Objects;

import io.claimflow.spring.request.PendingRequest;
import io.claimflow.spring.support.OAuth2ErrorText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.util.StringUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Judges, at the authorization endpoint, the users whom no workflow has judged when they
 * signed in: those who came past Spring Security's login filters, and those who signed in
 * before the workflow was deployed.
 *
 * @param workflow what judges
 */
record AuthorizationRequestJudge(SignInWorkflow workflow) {

	/**
	 * Judges the user of an authorization request, unless that has been done.
	 * @param principal who makes the request
	 * @param asked the request, or null if it is not known, which it always is
	 * @param client the client that is to get a code
	 * @throws OAuth2AuthorizationCodeRequestAuthenticationException if the user is to get
	 * none
	 */
	void judge(@Nullable Object principal, @Nullable OAuth2AuthorizationRequest asked, RegisteredClient client) {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
				&& principal instanceof Authentication user && !JudgedSignIn.inSession(attributes.getRequest(), user)) {
			judge(user, Objects.requireNonNull(asked), client, attributes.getRequest(), attributes.getResponse());
		}
	}

	private void judge(Authentication user, OAuth2AuthorizationRequest asked, RegisteredClient client,
			HttpServletRequest request, @Nullable HttpServletResponse response) {
		String issuer = Objects.requireNonNull(AuthorizationServerContextHolder.getContext()).getIssuer();
		try {
			this.workflow.judge(user, true, request, () -> PendingRequest.of(issuer, asked));
		}
		catch (SignInDeniedException ex) {
			end(user, request, response);
			throw refusal(OAuth2ErrorCodes.ACCESS_DENIED, ex, client, asked, user);
		}
		catch (SignInFailedException ex) {
			end(user, request, response);
			throw refusal(OAuth2ErrorCodes.SERVER_ERROR, ex, client, asked, user);
		}
	}

	/** A denied user has no session, here as in any other sign-in. */
	private static void end(Authentication user, HttpServletRequest request, @Nullable HttpServletResponse response) {
		if (response != null) {
			new SecurityContextLogoutHandler().logout(request, response, user);
		}
	}

	/** The error that is sent to the client (RFC 6749, section 4.1.2.1). */
	private static OAuth2AuthorizationCodeRequestAuthenticationException refusal(String code,
			AuthenticationException cause, RegisteredClient client, OAuth2AuthorizationRequest asked,
			Authentication user) {
		String redirectUri = StringUtils.hasText(asked.getRedirectUri()) ? asked.getRedirectUri()
				: client.getRedirectUris().iterator().next();
		return new OAuth2AuthorizationCodeRequestAuthenticationException(
				new OAuth2Error(code, OAuth2ErrorText.of(cause.getMessage()), null), cause,
				new OAuth2AuthorizationCodeRequestAuthenticationToken(asked.getAuthorizationUri(), asked.getClientId(),
						user, redirectUri, asked.getState(), asked.getScopes(), asked.getAdditionalParameters()));
	}

}
