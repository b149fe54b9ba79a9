package io.claimflow.spring.deployment.http;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.BearerTokenErrorCodes;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtIssuerAuthenticationManagerResolver;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestTemplate;

/**
 * Lets in whoever has an access token of this server for deployments, or a token of a CI
 * system that the operator names.
 */
final class DeploymentSecurity {

	private static final Logger logger = LoggerFactory.getLogger(DeploymentSecurity.class);

	/** An issuer that does not answer holds up its own tokens only, and not for long. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** A token can name a key that nobody knows, and its issuer is then asked anew. */
	private static final int REQUESTS_PER_MINUTE = 20;

	private final String issuer;

	private final String audience;

	private final HttpProperties properties;

	private final JWKSource<SecurityContext> keys;

	/**
	 * Creates the security of the calls.
	 * @param issuer the issuer of this server's tokens
	 * @param audience the audience of its tokens for deployments
	 * @param keys the keys of this server's tokens
	 */
	DeploymentSecurity(String issuer, String audience, HttpProperties properties, JWKSource<SecurityContext> keys) {
		this.issuer = issuer;
		this.audience = audience;
		this.properties = properties;
		this.keys = keys;
	}

	/**
	 * The chain of the calls. It takes nothing from beans of the application's that are
	 * meant for its own resource servers.
	 */
	SecurityFilterChain chain(HttpSecurity http) {
		Map<String, AuthenticationManager> managers = managers();
		http.securityMatcher(DeploymentCalls.PATHS);
		http.authorizeHttpRequests(
				(requests) -> requests.anyRequest().access(AuthenticatedAuthorizationManager.authenticated()));
		http.oauth2ResourceServer((server) -> server.bearerTokenResolver(new DefaultBearerTokenResolver())
			.authenticationEntryPoint(new Entry())
			.authenticationManagerResolver(
					new JwtIssuerAuthenticationManagerResolver((issuer) -> manager(managers, issuer))));
		http.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(new Entry()));
		http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		http.csrf(AbstractHttpConfigurer::disable);
		http.requestCache(AbstractHttpConfigurer::disable);
		http.logout(AbstractHttpConfigurer::disable);
		return http.build();
	}

	private static AuthenticationManager manager(Map<String, AuthenticationManager> managers, String issuer) {
		AuthenticationManager manager = managers.get(issuer);
		if (manager == null) {
			throw new InvalidBearerTokenException("The token is of an issuer that is not taken here");
		}
		return manager;
	}

	private Map<String, AuthenticationManager> managers() {
		Map<String, AuthenticationManager> managers = new LinkedHashMap<>();
		for (HttpProperties.Ci ci : this.properties.ci()) {
			RateLimit rateLimit = new RateLimit(REQUESTS_PER_MINUTE, System::nanoTime);
			managers.put(ci.issuer(), manager(new SupplierJwtDecoder(() -> decoder(ci, rateLimit)),
					(token) -> ci.issuer() + " " + token.getSubject(), (token) -> ci.scopes()));
		}
		managers.put(this.issuer,
				manager(ownDecoder(), (token) -> "client:" + token.getSubject(), DeploymentSecurity::scopes));
		return Map.copyOf(managers);
	}

	private static Set<String> scopes(Jwt token) {
		List<String> scopes = token.getClaimAsStringList("scope");
		return (scopes != null) ? Set.copyOf(scopes) : Set.of();
	}

	private static AuthenticationManager manager(JwtDecoder decoder, Function<Jwt, String> name,
			Function<Jwt, Set<String>> scopes) {
		JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
		provider.setJwtAuthenticationConverter((token) -> new JwtAuthenticationToken(token,
				scopes.apply(token).stream().map((scope) -> new SimpleGrantedAuthority("SCOPE_" + scope)).toList(),
				name.apply(token)));
		return (authentication) -> {
			try {
				return provider.authenticate(authentication);
			}
			catch (AuthenticationServiceException | JwtDecoderInitializationException ex) {
				throw new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE,
						"The keys of the token's issuer could not be read", null), ex);
			}
		};
	}

	private JwtDecoder ownDecoder() {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(this.keys).build();
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(JwtValidators.createDefaultWithIssuer(this.issuer),
				(OAuth2TokenValidator<Jwt>) this::validate));
		return decoder;
	}

	/** A client that may not ask for such tokens any more cannot use those it has. */
	private OAuth2TokenValidatorResult validate(Jwt token) {
		return result(
				List.of(this.audience).equals(token.getAudience()) && token.getSubject() != null
						&& this.properties.clients().contains(token.getSubject()),
				"The token is not for " + this.audience);
	}

	private static JwtDecoder decoder(HttpProperties.Ci ci, RateLimit rateLimit) {
		SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
		requests.setConnectTimeout(PATIENCE);
		requests.setReadTimeout(PATIENCE);
		RestTemplate calls = new RestTemplate(requests);
		calls.setInterceptors(List.of((request, body, execution) -> {
			if (!rateLimit.allows(ci.issuer())) {
				throw new IOException("The issuer was asked %d times within a minute".formatted(REQUESTS_PER_MINUTE));
			}
			return execution.execute(request, body);
		}));
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(ci.issuer()).restOperations(calls).build();
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(JwtValidators.createDefaultWithIssuer(ci.issuer()),
				(OAuth2TokenValidator<Jwt>) (token) -> validate(ci, token)));
		return decoder;
	}

	private static OAuth2TokenValidatorResult validate(HttpProperties.Ci ci, Jwt token) {
		List<String> audiences = token.getAudience();
		if (audiences == null || !audiences.contains(ci.audience())) {
			return result(false, "The token is not for the audience " + ci.audience());
		}
		for (Map.Entry<String, String> required : ci.claims().entrySet()) {
			Object value = token.getClaims().get(required.getKey());
			if (value == null || !required.getValue().equals(value.toString())) {
				return result(false, "The token's claim %s is not what claimflow.deployments.http.ci requires"
					.formatted(required.getKey()));
			}
		}
		return result(token.getSubject() != null && token.getExpiresAt() != null,
				"The token has no subject, or never expires");
	}

	private static OAuth2TokenValidatorResult result(boolean valid, String problem) {
		return valid ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult
			.failure(new OAuth2Error(BearerTokenErrorCodes.INVALID_TOKEN, problem, null));
	}

	/** Says in the body, too, why there is no valid token. */
	private static final class Entry implements AuthenticationEntryPoint {

		private final AuthenticationEntryPoint header = new BearerTokenAuthenticationEntryPoint();

		@Override
		public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
				throws IOException, ServletException {
			if (ex instanceof OAuth2AuthenticationException error
					&& OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE.equals(error.getError().getErrorCode())) {
				String reason = reason(error.getError());
				logger.warn("{}", reason, ex);
				Responses.write(Responses.problem(503, "Issuer unavailable", reason + "; try again"), request,
						response);
				return;
			}
			this.header.commence(request, response, ex);
			String reason = (ex instanceof OAuth2AuthenticationException error) ? reason(error.getError())
					: "There is no access token in the header Authorization";
			RefusedCalls.log(request, "nobody known", response.getStatus(), reason);
			Responses.write(Responses.problem(response.getStatus(), "Not authenticated", reason
					+ ". Send an access token of this server with the scopes claimflow:read and claimflow:deploy,"
					+ " or a token of an issuer in claimflow.deployments.http.ci"), request, response);
		}

		private static String reason(OAuth2Error error) {
			String description = error.getDescription();
			return StringUtils.hasText(description) ? description : "The access token is not valid";
		}

	}

}
