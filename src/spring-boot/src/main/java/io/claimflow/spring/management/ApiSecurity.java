package io.claimflow.spring.management;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.claimflow.management.ApiResponses;
import io.claimflow.spring.support.FunctionalServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.web.NimbusJwkSetEndpointFilter;
import org.springframework.security.oauth2.server.resource.BearerTokenErrorCodes;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;

/**
 * Lets in whoever has an access token of this server for the management calls. Which
 * scope a call needs, {@link ScopedCall} checks.
 */
final class ApiSecurity {

	private final ApiIssuer issuer;

	private final Set<String> clients;

	private final JWKSource<SecurityContext> keys;

	ApiSecurity(ApiIssuer issuer, Set<String> clients, JWKSource<SecurityContext> keys) {
		this.issuer = issuer;
		this.clients = clients;
		this.keys = keys;
	}

	/**
	 * The chain of the management calls and of the keys. It takes nothing from beans of
	 * the application's that are meant for its own resource servers.
	 */
	SecurityFilterChain chain(HttpSecurity http) {
		http.securityMatcher(ApiServlet.PATH, ApiServlet.PATH + "/**", OwnServerFilter.KEYS_PATH);
		http.authorizeHttpRequests(
				(requests) -> requests.anyRequest().access(AuthenticatedAuthorizationManager.authenticated()));
		http.oauth2ResourceServer((server) -> server.bearerTokenResolver(new DefaultBearerTokenResolver())
			.authenticationEntryPoint(new Entry())
			.jwt((jwt) -> jwt.decoder(decoder()).jwtAuthenticationConverter(new JwtAuthenticationConverter())));
		http.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(new Entry()));
		http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		http.csrf(AbstractHttpConfigurer::disable);
		http.requestCache(AbstractHttpConfigurer::disable);
		http.logout(AbstractHttpConfigurer::disable);
		http.addFilterBefore(new NimbusJwkSetEndpointFilter(this.keys, OwnServerFilter.KEYS_PATH),
				AbstractPreAuthenticatedProcessingFilter.class);
		return http.build();
	}

	private JwtDecoder decoder() {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(this.keys).build();
		decoder.setJwtValidator(
				new DelegatingOAuth2TokenValidator<>(JwtValidators.createDefaultWithIssuer(this.issuer.value()),
						(OAuth2TokenValidator<Jwt>) this::validate));
		return decoder;
	}

	/** A client that may not ask for such tokens any more cannot use those it has. */
	private OAuth2TokenValidatorResult validate(Jwt token) {
		boolean valid = List.of(this.issuer.audience()).equals(token.getAudience()) && token.getSubject() != null
				&& this.clients.contains(token.getSubject());
		return valid ? OAuth2TokenValidatorResult.success()
				: OAuth2TokenValidatorResult.failure(new OAuth2Error(BearerTokenErrorCodes.INVALID_TOKEN,
						"The token is not for " + this.issuer.audience(), null));
	}

	/** Says in the body too that there is no valid token. */
	private static final class Entry implements AuthenticationEntryPoint {

		private final AuthenticationEntryPoint header = new BearerTokenAuthenticationEntryPoint();

		@Override
		public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
				throws IOException, jakarta.servlet.ServletException {
			this.header.commence(request, response, ex);
			FunctionalServlet.write(
					ScopedCall.response(ApiResponses.error(response.getStatus(), "TOKEN_INVALID",
							"There is no valid access token for the management calls in the header Authorization")),
					request, response);
		}

	}

}
