package io.claimflow.spring.token;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.RecordedRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimsContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for workflows in applications that customize their tokens themselves.
 */
@ExtendWith(OutputCaptureExtension.class)
class CompositionTests {

	static Stream<Arguments> applications() {
		return Stream.of(Arguments.of(NoCustomizer.class, "nothing"), Arguments.of(OneCustomizer.class, "one"),
				Arguments.of(PrimaryCustomizer.class, "primary"),
				Arguments.of(PrimaryCustomizerThatCallsTheOthers.class, "first second"),
				Arguments.of(GeneratorWithInlineCustomizer.class, "inline"),
				Arguments.of(GeneratorWithInjectedCustomizer.class, "one"),
				Arguments.of(GeneratorWithCalledCustomizer.class, "called"),
				Arguments.of(GeneratorOfTheChain.class, "chain"),
				Arguments.of(GeneratorThatCallsTheWorkflows.class, "hidden"),
				Arguments.of(GeneratorThatTriesAgain.class, "again"),
				Arguments.of(WebMvcOfTheApplication.class, "nothing"));
	}

	@ParameterizedTest
	@MethodSource("applications")
	void theWorkflowRunsOncePerRequestAndAfterTheApplication(Class<?> application, String customized) {
		try (AuthServer server = server(application).start()) {
			assertThat(claimsOfEveryToken(server)).hasSize(6)
				.allSatisfy((token, claims) -> assertThat(claims).containsEntry("seen", customized));
			assertThat(server.context().getBean(RecordedRuns.class).take()).hasSize(4);
		}
	}

	@Test
	void aProviderWithAGeneratorOfItsOwnRunsTheWorkflow() {
		try (AuthServer server = server(ProviderWithSpringsGenerator.class).start()) {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims()).containsEntry("seen",
					"provider");
			assertThat(server.context().getBean(RecordedRuns.class).take()).hasSize(1);
		}
	}

	@Test
	void aProviderWhoseGeneratorSkipsTheWorkflowIssuesNoToken(CapturedOutput output) {
		try (AuthServer server = server(ProviderWithAnotherGenerator.class).start()) {
			AuthServer.Response response = server.clientCredentials(AuthServerConfiguration.JWT);
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.json()).containsEntry("error", "server_error");
			assertThat(output).contains("without its workflow", "generator.setJwtCustomizer(");
		}
	}

	@Test
	void severalCustomizersWithoutAPrimaryOneAreIgnoredWithAWarning(CapturedOutput output) {
		try (AuthServer server = server(SeveralCustomizers.class).start()) {
			assertThat(claimsOfEveryToken(server))
				.allSatisfy((token, claims) -> assertThat(claims).containsEntry("seen", "nothing"));
		}
		assertThat(output).contains("Spring Security ignores all of the token customizers firstJwt, secondJwt:")
			.contains("Spring Security ignores all of the token customizers firstOpaque, secondOpaque:")
			.contains("Mark the one with @Primary that calls the others");
	}

	@Test
	void severalCustomizersThatAChainsOwnGeneratorCallsAreNotSaidToBeIgnored(CapturedOutput output) {
		try (AuthServer server = server(ChainThatCallsAllCustomizers.class).start()) {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims()).containsEntry("seen",
					"first second");
		}
		assertThat(output).doesNotContain("ignores all of the token customizers");
	}

	@ParameterizedTest
	@ValueSource(classes = { PrimaryCustomizerThatCallsTheOthers.class, CustomizerAndFallback.class })
	void thereIsNoWarningWhereSpringUsesACustomizer(Class<?> application, CapturedOutput output) {
		server(application).start().close();
		assertThat(output).doesNotContain("ignores all of the token customizers");
	}

	@Test
	void springsOwnClaimsStay() throws Exception {
		try (AuthServer server = server(OneCustomizer.class).start()) {
			ECKey key = new ECKeyGenerator(Curve.P_256).generate();
			for (String client : List.of(AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE)) {
				AuthServer.Response bound = server.postWithHeader("/oauth2/token", client, "DPoP", proof(server, key),
						"grant_type", "client_credentials");
				assertThat(introspect(server, client, bound)).containsEntry("seen", "one")
					.containsEntry("cnf", Map.of("jkt", key.computeThumbprint().toString()));
				AuthServer.Response subject = server.authorizationCodeGrant(client, "read");
				AuthServer.Response actor = server.clientCredentials(client, "scope", "read");
				AuthServer.Response exchanged = server.tokenExchange(client, subject.text("access_token"),
						"actor_token", actor.text("access_token"), "actor_token_type",
						"urn:ietf:params:oauth:token-type:access_token", "scope", "read");
				assertThat(introspect(server, client, exchanged)).containsEntry("seen", "one")
					.containsEntry("act", Map.of("iss", server.url(""), "sub", client));
			}
		}
	}

	@Test
	void aGeneratorOfTheApplicationWithoutWorkflowsStopsTheStart(CapturedOutput output) {
		assertThatException().isThrownBy(server(GeneratorWithoutWorkflows.class)::start);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The token generator " + CompositionTests.class.getName())
			.contains("is not one of Spring's, so no workflow can run for the tokens that it makes")
			.contains("generator.setJwtCustomizer(workflows.jwtCustomizer(yourCustomizerOrNull));")
			.contains("io.claimflow.spring.token.TokenWorkflows");
	}

	@Test
	void refreshTokensMayComeFromAnywhere() {
		try (AuthServer server = server(GeneratorOfRefreshTokens.class).start()) {
			AuthServer.Response tokens = server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid read");
			assertThat(tokens.text("refresh_token")).startsWith("of-the-application-");
			AuthServer.Response refreshed = server.token(AuthServerConfiguration.JWT, "grant_type", "refresh_token",
					"refresh_token", tokens.text("refresh_token"));
			assertThat(refreshed.accessTokenClaims()).containsEntry("seen", "nothing");
			assertThat(refreshed.idTokenClaims()).containsEntry("seen", "nothing");
		}
	}

	@Test
	void aTokenThatWentPastItsWorkflowIsNotIssued(CapturedOutput output) {
		try (AuthServer server = server(GeneratorThatForgetsOpaqueTokens.class).start()) {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims()).containsEntry("seen",
					"nothing");
			for (AuthServer.Response refused : List.of(server.clientCredentials(AuthServerConfiguration.OPAQUE),
					server.authorizationCodeGrant(AuthServerConfiguration.OPAQUE, "openid read"))) {
				assertThat(refused.status()).isEqualTo(400);
				assertThat(refused.json()).containsEntry("error", "server_error").doesNotContainKey("access_token");
			}
			assertThat(server.context().getBean(RecordedRuns.class).take()).hasSize(1);
		}
		assertThat(output).contains("made a token of type access_token without its workflow")
			.contains("generator.setAccessTokenCustomizer(workflows.accessTokenCustomizer(yourCustomizerOrNull,");
	}

	@Test
	void twoAuthorizationServersOfOneApplicationRunWorkflows() {
		try (AuthServer server = server(TwoAuthorizationServers.class).start()) {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims()).containsEntry("seen",
					"nothing");
			assertThat(server.post("/second/token", AuthServerConfiguration.JWT, "grant_type", "client_credentials")
				.accessTokenClaims()).containsEntry("seen", "second");
			assertThat(server.context().getBean(RecordedRuns.class).take()).hasSize(2);
		}
	}

	@Test
	void onlyTheChainOfTheAuthorizationServerHasATokenEndpoint() {
		try (AuthServer server = server(NoCustomizer.class).start()) {
			List<SecurityFilterChain> chains = server.context().getBean(FilterChainProxy.class).getFilterChains();
			assertThat(chains).hasSize(2);
			assertThat(chains.get(0).getFilters()).hasAtLeastOneElementOfType(OAuth2TokenEndpointFilter.class);
			assertThat(chains.get(1).getFilters()).doesNotHaveAnyElementsOfTypes(OAuth2TokenEndpointFilter.class)
				.hasAtLeastOneElementOfType(UsernamePasswordAuthenticationFilter.class);
		}
	}

	@Test
	void chainsOfTheApplicationStayAsTheyAre() {
		try (AuthServer server = server(ChainsOfTheApplication.class).start()) {
			assertThat(claimsOfEveryToken(server)).hasSize(6)
				.allSatisfy((token, claims) -> assertThat(claims).containsEntry("seen", "nothing"));
			List<SecurityFilterChain> chains = server.context().getBean(FilterChainProxy.class).getFilterChains();
			assertThat(chains).hasSize(2);
			assertThat(chains.get(1).getFilters()).doesNotHaveAnyElementsOfTypes(OAuth2TokenEndpointFilter.class);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { ChainFromScratch.class, ChainFromScratchBesideOneThatIsUnused.class })
	void aTokenEndpointThatSpringSecurityDidNotPrepareStopsTheStart(Class<?> application, CapturedOutput output) {
		assertThatException().isThrownBy(server(application)::start);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The security filter chain 'authorizationServer', which has a token endpoint, was not built with"
					+ " Spring Security's HttpSecurity bean, so no workflow can run there")
			.contains("Build security filter chains with the HttpSecurity bean of Spring Security");
	}

	@Test
	void anApplicationThatMakesItsBeansLateRunsWorkflows() {
		try (AuthServer server = server(OneCustomizer.class).property("spring.main.lazy-initialization", true)
			.start()) {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims()).containsEntry("seen",
					"one");
		}
	}

	private static AuthServer.Builder server(Class<?> application) {
		return AuthServer.builder().m2m("""
				const token = m2mTokenClaims<any>();
				token.seen = token.application ?? "nothing";
				""").user("""
				for (const token of [accessTokenCustomClaims<any>(), idTokenCustomClaims<any>()]) {
				  token.seen = token.application ?? "nothing";
				}
				""").with(RecordedRuns.class, application);
	}

	/** The claims of the tokens of four requests, two of which are for two tokens. */
	private static Map<String, Map<String, Object>> claimsOfEveryToken(AuthServer server) {
		Map<String, Map<String, Object>> claims = new HashMap<>();
		for (String client : List.of(AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE)) {
			claims.put(client + " m2m", introspect(server, client, server.clientCredentials(client)));
			AuthServer.Response user = server.authorizationCodeGrant(client, "openid read");
			claims.put(client + " access", introspect(server, client, user));
			claims.put(client + " id", user.idTokenClaims());
		}
		return claims;
	}

	private static Map<String, Object> introspect(AuthServer server, String client, AuthServer.Response response) {
		return server.post("/oauth2/introspect", client, "token", response.text("access_token")).json();
	}

	/** A proof that a client holds a key (RFC 9449, section 4.2). */
	private static String proof(AuthServer server, ECKey key) throws Exception {
		SignedJWT proof = new SignedJWT(
				new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("dpop+jwt"))
					.jwk(key.toPublicJWK())
					.build(),
				new JWTClaimsSet.Builder().jwtID(UUID.randomUUID().toString())
					.claim("htm", "POST")
					.claim("htu", server.url("/oauth2/token"))
					.issueTime(new java.util.Date())
					.build());
		proof.sign(new ECDSASigner(key));
		return proof.serialize();
	}

	private static <C extends OAuth2TokenContext> OAuth2TokenCustomizer<C> add(String value) {
		return (context) -> {
			if (context instanceof JwtEncodingContext jwt) {
				jwt.getClaims().claims((claims) -> claims.merge("application", value, (one, two) -> one + " " + two));
			}
			else if (context instanceof OAuth2TokenClaimsContext opaque) {
				opaque.getClaims()
					.claims((claims) -> claims.merge("application", value, (one, two) -> one + " " + two));
			}
		};
	}

	private static JwtGenerator jwts(JWKSource<SecurityContext> keys,
			OAuth2TokenCustomizer<JwtEncodingContext> customizer) {
		JwtGenerator generator = new JwtGenerator(new NimbusJwtEncoder(keys));
		generator.setJwtCustomizer(customizer);
		return generator;
	}

	private static OAuth2AccessTokenGenerator opaqueTokens(OAuth2TokenCustomizer<OAuth2TokenClaimsContext> customizer) {
		OAuth2AccessTokenGenerator generator = new OAuth2AccessTokenGenerator();
		generator.setAccessTokenCustomizer(customizer);
		return generator;
	}

	@Configuration(proxyBeanMethods = false)
	static class NoCustomizer {

	}

	@Configuration(proxyBeanMethods = false)
	static class OneCustomizer {

		@Bean
		OAuth2TokenCustomizer<JwtEncodingContext> jwt() {
			return add("one");
		}

		@Bean
		OAuth2TokenCustomizer<OAuth2TokenClaimsContext> opaque() {
			return add("one");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerAndFallback extends OneCustomizer {

		@Bean
		@Fallback
		OAuth2TokenCustomizer<JwtEncodingContext> fallback() {
			return add("fallback");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryCustomizer {

		@Bean
		@Primary
		OAuth2TokenCustomizer<JwtEncodingContext> jwt() {
			return add("primary");
		}

		@Bean
		@Primary
		OAuth2TokenCustomizer<OAuth2TokenClaimsContext> opaque() {
			return add("primary");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SeveralCustomizers {

		@Bean
		@Order(1)
		OAuth2TokenCustomizer<JwtEncodingContext> firstJwt() {
			return add("first");
		}

		@Bean
		@Order(2)
		OAuth2TokenCustomizer<JwtEncodingContext> secondJwt() {
			return add("second");
		}

		@Bean
		@Order(1)
		OAuth2TokenCustomizer<OAuth2TokenClaimsContext> firstOpaque() {
			return add("first");
		}

		@Bean
		@Order(2)
		OAuth2TokenCustomizer<OAuth2TokenClaimsContext> secondOpaque() {
			return add("second");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryCustomizerThatCallsTheOthers extends SeveralCustomizers {

		@Bean
		@Primary
		OAuth2TokenCustomizer<JwtEncodingContext> allJwt(
				ObjectProvider<OAuth2TokenCustomizer<JwtEncodingContext>> customizers) {
			return new All<>(customizers);
		}

		@Bean
		@Primary
		OAuth2TokenCustomizer<OAuth2TokenClaimsContext> allOpaque(
				ObjectProvider<OAuth2TokenCustomizer<OAuth2TokenClaimsContext>> customizers) {
			return new All<>(customizers);
		}

		record All<C extends OAuth2TokenContext>(
				ObjectProvider<OAuth2TokenCustomizer<C>> customizers) implements OAuth2TokenCustomizer<C> {

			@Override
			public void customize(C context) {
				this.customizers.orderedStream()
					.filter((customizer) -> customizer != this)
					.forEach((customizer) -> customizer.customize(context));
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GeneratorWithInlineCustomizer {

		@Bean
		OAuth2TokenGenerator<?> tokenGenerator(JWKSource<SecurityContext> keys) {
			return new DelegatingOAuth2TokenGenerator(jwts(keys, add("inline")), opaqueTokens(add("inline")),
					new OAuth2RefreshTokenGenerator());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GeneratorWithInjectedCustomizer extends OneCustomizer {

		@Bean
		OAuth2TokenGenerator<?> tokenGenerator(JWKSource<SecurityContext> keys,
				OAuth2TokenCustomizer<JwtEncodingContext> jwt, OAuth2TokenCustomizer<OAuth2TokenClaimsContext> opaque) {
			return new DelegatingOAuth2TokenGenerator(jwts(keys, jwt), opaqueTokens(opaque),
					new OAuth2RefreshTokenGenerator());
		}

	}

	/** As in the reference documentation of Spring Security. */
	@Configuration(proxyBeanMethods = false)
	static class GeneratorWithCalledCustomizer {

		@Bean
		OAuth2TokenGenerator<?> tokenGenerator(JWKSource<SecurityContext> keys) {
			return new DelegatingOAuth2TokenGenerator(jwts(keys, jwt()), opaqueTokens(opaque()),
					new OAuth2RefreshTokenGenerator());
		}

		@Bean
		OAuth2TokenCustomizer<JwtEncodingContext> jwt() {
			return add("called");
		}

		@Bean
		OAuth2TokenCustomizer<OAuth2TokenClaimsContext> opaque() {
			return add("called");
		}

	}

	/** Throws its first token away. */
	@Configuration(proxyBeanMethods = false)
	static class GeneratorThatTriesAgain {

		@Bean
		OAuth2TokenGenerator<?> tokenGenerator(JWKSource<SecurityContext> keys, TokenWorkflows workflows) {
			OAuth2AccessTokenGenerator opaqueTokens = new OAuth2AccessTokenGenerator();
			opaqueTokens.setAccessTokenCustomizer(workflows.accessTokenCustomizer(add("again"), add("again")));
			OAuth2TokenGenerator<?> tokens = new DelegatingOAuth2TokenGenerator(
					jwts(keys, workflows.jwtCustomizer(add("again"))), opaqueTokens, new OAuth2RefreshTokenGenerator());
			return (context) -> {
				tokens.generate(context);
				return tokens.generate(context);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GeneratorOfTheChain {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http, JWKSource<SecurityContext> keys) {
			return chain(http,
					(server) -> server.tokenGenerator(new DelegatingOAuth2TokenGenerator(jwts(keys, add("chain")),
							opaqueTokens(add("chain")), new OAuth2RefreshTokenGenerator())));
		}

		@Bean
		@Order(2)
		SecurityFilterChain application(HttpSecurity http) {
			return login(http);
		}

		static SecurityFilterChain chain(HttpSecurity http,
				Customizer<org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer> more) {
			return http.oauth2AuthorizationServer((server) -> {
				http.securityMatcher(server.getEndpointsMatcher());
				server.oidc(Customizer.withDefaults());
				more.customize(server);
			})
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.exceptionHandling(
						(errors) -> errors.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
				.build();
		}

		static SecurityFilterChain login(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	/** Sets a generator after others have looked for one. */
	static final class LateGenerator extends AbstractHttpConfigurer<LateGenerator, HttpSecurity> {

		private final OAuth2TokenGenerator<?> generator;

		LateGenerator(OAuth2TokenGenerator<?> generator) {
			this.generator = generator;
		}

		@Override
		public void init(HttpSecurity http) {
			http.oauth2AuthorizationServer((server) -> server.tokenGenerator(this.generator));
		}

	}

	/** As Spring AI's authorization server for MCP does it. */
	@Configuration(proxyBeanMethods = false)
	static class ChainThatCallsAllCustomizers extends SeveralCustomizers {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http, JWKSource<SecurityContext> keys,
				ObjectProvider<OAuth2TokenCustomizer<JwtEncodingContext>> customizers) {
			http.with(
					new LateGenerator(jwts(keys,
							(context) -> customizers.orderedStream().forEach((one) -> one.customize(context)))),
					Customizer.withDefaults());
			return GeneratorOfTheChain.chain(http, Customizer.withDefaults());
		}

		@Bean
		@Order(2)
		SecurityFilterChain application(HttpSecurity http) {
			return GeneratorOfTheChain.login(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ChainsOfTheApplication {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http) {
			return GeneratorOfTheChain.chain(http, Customizer.withDefaults());
		}

		@Bean
		@Order(2)
		SecurityFilterChain application(HttpSecurity http) {
			return GeneratorOfTheChain.login(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoAuthorizationServers {

		@Bean
		@Order(1)
		SecurityFilterChain first(HttpSecurity http) {
			return GeneratorOfTheChain.chain(http, Customizer.withDefaults());
		}

		@Bean
		@Order(2)
		SecurityFilterChain second(HttpSecurity http, JWKSource<SecurityContext> keys) {
			return GeneratorOfTheChain.chain(http,
					(server) -> server
						.authorizationServerSettings(
								AuthorizationServerSettings.builder().tokenEndpoint("/second/token").build())
						.tokenGenerator(jwts(keys, add("second"))));
		}

		@Bean
		AuthorizationServerSettings authorizationServerSettings() {
			return AuthorizationServerSettings.builder().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GeneratorThatCallsTheWorkflows {

		@Bean
		OAuth2TokenGenerator<?> tokenGenerator(JWKSource<SecurityContext> keys, TokenWorkflows workflows) {
			OAuth2TokenCustomizer<JwtEncodingContext> jwt = add("hidden");
			OAuth2TokenGenerator<?> hidden = new DelegatingOAuth2TokenGenerator(
					jwts(keys, workflows.jwtCustomizer(jwt)),
					opaqueTokens(workflows.accessTokenCustomizer(add("hidden"), jwt)),
					new OAuth2RefreshTokenGenerator());
			return (context) -> hidden.generate(context);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GeneratorWithoutWorkflows {

		@Bean
		OAuth2TokenGenerator<?> tokenGenerator(JWKSource<SecurityContext> keys) {
			JwtGenerator hidden = new JwtGenerator(new NimbusJwtEncoder(keys));
			return (context) -> hidden.generate(context);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GeneratorOfRefreshTokens {

		@Bean
		OAuth2TokenGenerator<?> tokenGenerator(JWKSource<SecurityContext> keys) {
			OAuth2RefreshTokenGenerator springs = new OAuth2RefreshTokenGenerator();
			OAuth2TokenGenerator<OAuth2Token> refreshTokens = (context) -> {
				OAuth2RefreshToken token = springs.generate(context);
				return (token != null) ? new OAuth2RefreshToken("of-the-application-" + token.getTokenValue(),
						token.getIssuedAt(), token.getExpiresAt()) : null;
			};
			return new DelegatingOAuth2TokenGenerator(refreshTokens, new JwtGenerator(new NimbusJwtEncoder(keys)),
					new OAuth2AccessTokenGenerator());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GeneratorThatForgetsOpaqueTokens {

		@Bean
		OAuth2TokenGenerator<?> tokenGenerator(JWKSource<SecurityContext> keys, TokenWorkflows workflows) {
			JwtGenerator jwts = jwts(keys, workflows.jwtCustomizer(null));
			OAuth2AccessTokenGenerator opaqueTokens = new OAuth2AccessTokenGenerator();
			return (context) -> {
				OAuth2Token token = jwts.generate(context);
				return (token != null || !OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) ? token
						: opaqueTokens.generate(context);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProviderWithSpringsGenerator {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http, JWKSource<SecurityContext> keys) {
			return chain(http, jwts(keys, add("provider")));
		}

		@Bean
		@Order(2)
		SecurityFilterChain application(HttpSecurity http) {
			return GeneratorOfTheChain.login(http);
		}

		static SecurityFilterChain chain(HttpSecurity http, OAuth2TokenGenerator<?> generator) {
			return GeneratorOfTheChain
				.chain(http, (server) -> server
					.tokenEndpoint((endpoint) -> endpoint.authenticationProviders((providers) -> providers
						.replaceAll((provider) -> (provider instanceof OAuth2ClientCredentialsAuthenticationProvider)
								? new OAuth2ClientCredentialsAuthenticationProvider(
										http.getSharedObject(OAuth2AuthorizationService.class), generator)
								: provider))));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProviderWithAnotherGenerator {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http, JWKSource<SecurityContext> keys) {
			JwtGenerator jwts = jwts(keys, add("provider"));
			return ProviderWithSpringsGenerator.chain(http, jwts::generate);
		}

		@Bean
		@Order(2)
		SecurityFilterChain application(HttpSecurity http) {
			return GeneratorOfTheChain.login(http);
		}

	}

	/** Switches off what Spring Boot sets up for Spring MVC. */
	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class WebMvcOfTheApplication {

	}

	@Configuration(proxyBeanMethods = false)
	static class ChainFromScratch {

		@Bean
		SecurityFilterChain authorizationServer(ObjectPostProcessor<Object> postProcessor, ApplicationContext context) {
			HttpSecurity http = new HttpSecurity(postProcessor, new AuthenticationManagerBuilder(postProcessor),
					new HashMap<>(Map.of(ApplicationContext.class, context)));
			return http.oauth2AuthorizationServer(Customizer.withDefaults()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ChainFromScratchBesideOneThatIsUnused extends ChainFromScratch {

		@Bean
		List<SecurityFilterChain> unused(HttpSecurity http) {
			return List.of(GeneratorOfTheChain.chain(http, Customizer.withDefaults()));
		}

	}

}
