package io.claimflow.spring.http;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.claimflow.spring.support.OwnLogin;
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
 * Lets in whoever has an access token of this server for its calls, or a token of another
 * issuer that the operator names.
 */
final class CallSecurity {

	private static final Logger logger = LoggerFactory.getLogger(CallSecurity.class);

	/** An issuer that does not answer holds up its own tokens only, and not for long. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** A token can name a key that nobody knows, and its issuer is then asked anew. */
	private static final int REQUESTS_PER_MINUTE = 20;

	private final String issuer;

	private final String audience;

	private final List<CallArea> areas;

	private final JWKSource<SecurityContext> keys;

	private final LoginProperties login;

	/**
	 * Creates the security of the calls.
	 * @param issuer the issuer of this server's tokens
	 * @param audience the audience of its tokens for these calls
	 * @param areas the calls that there are
	 * @param keys the keys of this server's tokens
	 * @param login how people log in
	 */
	CallSecurity(String issuer, String audience, List<CallArea> areas, JWKSource<SecurityContext> keys,
			LoginProperties login) {
		this.issuer = issuer;
		this.audience = audience;
		this.areas = List.copyOf(areas);
		this.keys = keys;
		this.login = login;
	}

	/**
	 * The chain of the calls. It takes nothing from beans of the application's that are
	 * meant for its own resource servers.
	 */
	SecurityFilterChain chain(HttpSecurity http) {
		Map<String, AuthenticationManager> managers = managers();
		http.securityMatcher(this.areas.stream().flatMap((area) -> area.paths().stream()).toArray(String[]::new));
		http.authorizeHttpRequests(
				(requests) -> requests.anyRequest().access(AuthenticatedAuthorizationManager.authenticated()));
		http.oauth2ResourceServer((server) -> server.bearerTokenResolver(new DefaultBearerTokenResolver())
			.authenticationEntryPoint(new Entry(advice()))
			.authenticationManagerResolver(
					new JwtIssuerAuthenticationManagerResolver((issuer) -> manager(managers, issuer))));
		http.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(new Entry(advice())));
		http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		http.csrf(AbstractHttpConfigurer::disable);
		http.requestCache(AbstractHttpConfigurer::disable);
		http.logout(AbstractHttpConfigurer::disable);
		return http.build();
	}

	private String advice() {
		String scopes = this.areas.stream().flatMap((area) -> area.scopes().stream()).collect(Collectors.joining(", "));
		String issuers = this.areas.stream()
			.filter((area) -> !area.issuers().isEmpty())
			.map((area) -> ", or a token of an issuer in " + area.issuers().get(0).property())
			.collect(Collectors.joining());
		return "Send an access token of this server with the scope that the call needs, which is one of " + scopes
				+ issuers;
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
		for (CallArea area : this.areas) {
			for (TrustedIssuer trusted : area.issuers()) {
				RateLimit rateLimit = new RateLimit(REQUESTS_PER_MINUTE, System::nanoTime);
				managers.put(trusted.issuer(), manager(new SupplierJwtDecoder(() -> decoder(trusted, rateLimit)),
						(token) -> trusted.issuer() + " " + token.getSubject(), (token) -> trusted.scopes()));
			}
		}
		managers.put(this.issuer, manager(ownDecoder(),
				(token) -> (isOfUser(token) ? Caller.USER : Caller.CLIENT) + token.getSubject(), this::scopes));
		return Map.copyOf(managers);
	}

	/**
	 * Those of the token that its client or user may have, as the configuration is now.
	 */
	private Set<String> scopes(Jwt token) {
		List<String> scopes = token.getClaimAsStringList("scope");
		Set<String> granted = new LinkedHashSet<>();
		for (CallArea area : this.areas) {
			Set<String> permitted = isOfUser(token) ? area.users() : area.clients();
			if (scopes != null && permitted.contains(token.getSubject())) {
				scopes.stream().filter(area.scopes()::contains).forEach(granted::add);
			}
		}
		return granted;
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
		String subject = token.getSubject();
		boolean known = subject != null && (isOfUser(token) || isOfClient(token, subject));
		return result(known && List.of(this.audience).equals(token.getAudience()),
				"The token is not for " + this.audience);
	}

	/**
	 * A user can have the name of a client, so it is the client of a token that tells,
	 * not its subject.
	 */
	private boolean isOfUser(Jwt token) {
		return this.login.isOn() && this.login.client().equals(token.getClaims().get(OwnLogin.CLIENT_ID));
	}

	private boolean isOfClient(Jwt token, String subject) {
		return subject.equals(token.getClaims().getOrDefault(OwnLogin.CLIENT_ID, subject))
				&& this.areas.stream().anyMatch((area) -> area.clients().contains(subject));
	}

	private static JwtDecoder decoder(TrustedIssuer trusted, RateLimit rateLimit) {
		SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
		requests.setConnectTimeout(PATIENCE);
		requests.setReadTimeout(PATIENCE);
		RestTemplate calls = new RestTemplate(requests);
		calls.setInterceptors(List.of((request, body, execution) -> {
			if (!rateLimit.allows(trusted.issuer())) {
				throw new IOException("The issuer was asked %d times within a minute".formatted(REQUESTS_PER_MINUTE));
			}
			return execution.execute(request, body);
		}));
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(trusted.issuer()).restOperations(calls).build();
		decoder.setJwtValidator(
				new DelegatingOAuth2TokenValidator<>(JwtValidators.createDefaultWithIssuer(trusted.issuer()),
						(OAuth2TokenValidator<Jwt>) (token) -> validate(trusted, token)));
		return decoder;
	}

	private static OAuth2TokenValidatorResult validate(TrustedIssuer trusted, Jwt token) {
		List<String> audiences = token.getAudience();
		if (audiences == null || !audiences.contains(trusted.audience())) {
			return result(false, "The token is not for the audience " + trusted.audience());
		}
		for (Map.Entry<String, String> required : trusted.claims().entrySet()) {
			Object value = token.getClaims().get(required.getKey());
			if (value == null || !required.getValue().equals(value.toString())) {
				return result(false, "The token's claim %s is not what %s requires".formatted(required.getKey(),
						trusted.property()));
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

		private final String advice;

		private Entry(String advice) {
			this.advice = advice;
		}

		@Override
		public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
				throws IOException, ServletException {
			if (ex instanceof OAuth2AuthenticationException error
					&& OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE.equals(error.getError().getErrorCode())) {
				String reason = reason(error.getError());
				logger.warn("{}", reason, ex);
				CallResponses.write(CallResponses.problem(503, "Issuer unavailable", reason + "; try again"), request,
						response);
				return;
			}
			this.header.commence(request, response, ex);
			String reason = (ex instanceof OAuth2AuthenticationException error) ? reason(error.getError())
					: "There is no access token in the header Authorization";
			RefusedCalls.log(request, "nobody known", response.getStatus(), reason);
			CallResponses.write(
					CallResponses.problem(response.getStatus(), "Not authenticated", reason + ". " + this.advice),
					request, response);
		}

		private static String reason(OAuth2Error error) {
			String description = error.getDescription();
			return StringUtils.hasText(description) ? description : "The access token is not valid";
		}

	}

}
