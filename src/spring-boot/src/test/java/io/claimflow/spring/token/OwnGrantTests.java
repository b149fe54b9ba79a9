package io.claimflow.spring.token;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.RecordedRuns;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that no token of a grant of the application's goes past its workflow, however its
 * provider makes it.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnGrantTests {

	private static final String GRANT_TYPE = "urn:example:";

	private static AuthServer server;

	@BeforeAll
	static void start() {
		server = server(Providers.class).start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "without-grant", "inherited-generator", "several-generators", "wrapped",
			"proxied", "own-refresh-tokens" })
	void theTokenOfAnOwnGrantIsThatOfAUser(String grant) {
		server.context().getBean(RecordedRuns.class).take();
		assertThat(request(grant).accessTokenClaims()).containsEntry("seen", "user:tokens_generation");
		assertThat(server.context().getBean(RecordedRuns.class).take()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "id-token", "id-token-of-another-grant-object" })
	void anIdTokenOfAnOwnGrantIsShapedByTheSameRun(String grant) {
		server.context().getBean(RecordedRuns.class).take();
		AuthServer.Response response = request(grant);
		assertThat(response.accessTokenClaims()).containsEntry("seen", "user:tokens_generation");
		assertThat(response.idTokenClaims()).containsEntry("seen", "user:tokens_generation");
		assertThat(server.context().getBean(RecordedRuns.class).take()).hasSize(1);
	}

	@Test
	void anIdTokenThatComesFirstIsShapedToo() {
		AuthServer.Response response = request("id-token-first");
		assertThat(response.accessTokenClaims()).containsEntry("seen", "user:tokens_generation");
		assertThat(response.idTokenClaims()).containsEntry("seen", "user:tokens_generation");
	}

	@ParameterizedTest
	@ValueSource(strings = { "client-credentials", "client-credentials-without-grant",
			"client-credentials-like-a-registration" })
	void theTokenOfAnOwnClientCredentialsGrantIsThatOfAMachine(String grant) {
		assertThat(request(grant).accessTokenClaims()).containsEntry("seen", "m2m:token_generation");
	}

	@Test
	void aDeniedRequestRunsOnceWhereAnotherProviderHasTheSameGrant() {
		try (AuthServer denying = AuthServer.builder()
			.m2m("denyAccess('Not today');")
			.user("")
			.with(RecordedRuns.class, ProviderBesideSprings.class)
			.start()) {
			AuthServer.Response response = denying.clientCredentials(AuthServerConfiguration.JWT, "scope", "read");
			assertThat(response.json()).containsEntry("error", "access_denied").doesNotContainKey("access_token");
			assertThat(denying.context().getBean(RecordedRuns.class).take()).hasSize(1);
		}
	}

	@Test
	void anAccessTokenWithOtherScopesHasARunOfItsOwn() {
		server.context().getBean(RecordedRuns.class).take();
		AuthServer.Response response = request("two-tokens");
		assertThat(response.accessTokenClaims()).containsEntry("seen", "user:tokens_generation")
			.containsEntry("scope", "read");
		assertThat(AuthServer.claims(response.text("second"))).containsEntry("seen", "user:tokens_generation")
			.containsEntry("scope", "write");
		assertThat(server.context().getBean(RecordedRuns.class).take()).hasSize(2);
	}

	@Test
	void theSecondTokenOfARequestCannotGoPastItsWorkflowEither(CapturedOutput output) {
		AuthServer.Response response = request("second-token-without-workflow");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json()).containsEntry("error", "server_error").doesNotContainKey("access_token");
		assertThat(output).contains("made a token of type access_token without its workflow");
	}

	@ParameterizedTest
	@ValueSource(classes = { GeneratorOfAnotherType.class, ProviderThatIsARecord.class })
	void aGeneratorThatCannotBeWatchedStopsTheStart(Class<?> application, CapturedOutput output) {
		assertThatException().isThrownBy(server(application)::start);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The token generator " + Tokens.class.getName() + " of the authentication provider "
					+ OwnGrantTests.class.getName())
			.contains("cannot be watched there. Keep it in a field of the type OAuth2TokenGenerator");
	}

	private static AuthServer.Builder server(Class<?> application) {
		String body = """
				const token = %s<any>();
				token.seen = event.context.workflow.trigger;
				if (token.scope) token.scope = token.scope.join(" ");
				""";
		return AuthServer.builder()
			.m2m(body.formatted("m2mTokenClaims"))
			.user(body.formatted("accessTokenCustomClaims")
					+ "idTokenCustomClaims<any>().seen = event.context.workflow.trigger;")
			.with(RecordedRuns.class, application);
	}

	private static AuthServer.Response request(String grant) {
		return server.token(AuthServerConfiguration.JWT, "grant_type", GRANT_TYPE + grant);
	}

	/** What a client asks with. */
	static final class Grant extends OAuth2AuthorizationGrantAuthenticationToken {

		private static final long serialVersionUID = 1L;

		Grant(String type, Authentication client) {
			super(new AuthorizationGrantType(type), client, Map.of());
		}

	}

	/** A provider of the grant, as an application writes one. */
	static class Provider implements AuthenticationProvider {

		private final String name;

		private final OAuth2TokenGenerator<?> generator;

		Provider(String name, OAuth2TokenGenerator<?> generator) {
			this.name = name;
			this.generator = generator;
		}

		@Override
		public @Nullable Authentication authenticate(Authentication authentication) {
			Grant grant = (Grant) authentication;
			OAuth2ClientAuthenticationToken client = (OAuth2ClientAuthenticationToken) grant.getPrincipal();
			return grant.getGrantType().getValue().equals(GRANT_TYPE + this.name) ? answer(grant, client) : null;
		}

		Authentication answer(Grant grant, OAuth2ClientAuthenticationToken client) {
			return answer(client, token(this.generator, context(grant, client)), Map.of());
		}

		OAuth2TokenContext context(Grant grant, OAuth2ClientAuthenticationToken client) {
			return withoutGrant(client, "read").authorizationGrant(grant).build();
		}

		static DefaultOAuth2TokenContext.Builder withoutGrant(OAuth2ClientAuthenticationToken client, String scope) {
			return DefaultOAuth2TokenContext.builder()
				.registeredClient(client.getRegisteredClient())
				.principal(client)
				.authorizationServerContext(AuthorizationServerContextHolder.getContext())
				.authorizedScopes(Set.of(scope))
				.tokenType(OAuth2TokenType.ACCESS_TOKEN)
				.authorizationGrantType(new AuthorizationGrantType(GRANT_TYPE));
		}

		static OAuth2AccessToken token(OAuth2TokenGenerator<?> generator, OAuth2TokenContext context) {
			OAuth2Token token = generator.generate(context);
			return new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, token.getTokenValue(), token.getIssuedAt(),
					token.getExpiresAt(), context.getAuthorizedScopes());
		}

		static Authentication answer(OAuth2ClientAuthenticationToken client, OAuth2AccessToken token,
				Map<String, Object> more) {
			return new OAuth2AccessTokenAuthenticationToken(client.getRegisteredClient(), client, token, null, more);
		}

		@Override
		public boolean supports(Class<?> authentication) {
			return Grant.class.isAssignableFrom(authentication);
		}

	}

	/** Has a generator that is not the first of its fields. */
	static final class ProviderWithTwoGenerators extends Provider {

		private final OAuth2RefreshTokenGenerator refreshTokens;

		private final JwtGenerator jwts;

		ProviderWithTwoGenerators(String name, OAuth2TokenGenerator<?> unused, JwtGenerator jwts) {
			super(name, unused);
			this.refreshTokens = new OAuth2RefreshTokenGenerator();
			this.jwts = jwts;
		}

		@Override
		Authentication answer(Grant grant, OAuth2ClientAuthenticationToken client) {
			assertThat(this.refreshTokens).isNotNull();
			return answer(client, token(this.jwts, context(grant, client)), Map.of());
		}

	}

	/** Makes two access tokens in answer to one request. */
	static final class ProviderOfTwoTokens extends Provider {

		private final OAuth2TokenGenerator<?> first;

		private final OAuth2TokenGenerator<?> second;

		ProviderOfTwoTokens(String name, OAuth2TokenGenerator<?> first, OAuth2TokenGenerator<?> second) {
			super(name, first);
			this.first = first;
			this.second = second;
		}

		@Override
		Authentication answer(Grant grant, OAuth2ClientAuthenticationToken client) {
			OAuth2AccessToken token = token(this.first, withoutGrant(client, "read").authorizationGrant(grant).build());
			OAuth2AccessToken more = token(this.second,
					withoutGrant(client, "write").authorizationGrant(grant).build());
			return answer(client, token, Map.of("second", more.getTokenValue()));
		}

	}

	/** Makes an ID token beside the access token. */
	static final class ProviderOfIdTokens extends Provider {

		private final OAuth2TokenGenerator<?> generator;

		private final boolean idTokenFirst;

		private final boolean grantForEach;

		ProviderOfIdTokens(String name, OAuth2TokenGenerator<?> generator, boolean idTokenFirst, boolean grantForEach) {
			super(name, generator);
			this.generator = generator;
			this.idTokenFirst = idTokenFirst;
			this.grantForEach = grantForEach;
		}

		@Override
		Authentication answer(Grant grant, OAuth2ClientAuthenticationToken client) {
			String idToken = this.idTokenFirst ? idToken(grant, client) : "";
			OAuth2AccessToken token = token(this.generator,
					withoutGrant(client, "openid").authorizationGrant(grant).build());
			return answer(client, token, Map.of("id_token", this.idTokenFirst ? idToken : idToken(grant, client)));
		}

		private String idToken(Grant grant, OAuth2ClientAuthenticationToken client) {
			return this.generator
				.generate(withoutGrant(client, "openid").tokenType(new OAuth2TokenType("id_token"))
					.authorizationGrant(this.grantForEach ? new Grant(grant.getGrantType().getValue(), client) : grant)
					.build())
				.getTokenValue();
		}

	}

	/** A provider around another one. */
	record Wrapper(AuthenticationProvider delegate) implements AuthenticationProvider {

		@Override
		public @Nullable Authentication authenticate(Authentication grant) {
			return this.delegate.authenticate(grant);
		}

		@Override
		public boolean supports(Class<?> authentication) {
			return this.delegate.supports(authentication);
		}

	}

	/** A generator that is not Spring's. */
	record Tokens(JwtGenerator hidden) implements OAuth2TokenGenerator<OAuth2Token> {

		@Override
		public @Nullable OAuth2Token generate(OAuth2TokenContext context) {
			return this.hidden.generate(context);
		}

	}

	/** A generator that is not Spring's, of what no workflow shapes. */
	static final class RefreshTokens implements OAuth2TokenGenerator<OAuth2RefreshToken> {

		@Override
		public @Nullable OAuth2RefreshToken generate(OAuth2TokenContext context) {
			return new OAuth2RefreshTokenGenerator().generate(context);
		}

	}

	/** An authorization server with grants of its own. */
	abstract static class Application {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http, JWKSource<SecurityContext> keys) {
			return CompositionTests.GeneratorOfTheChain.chain(http, (server) -> {
				JwtGenerator shared = jwts(keys);
				server.tokenGenerator(shared);
				server.tokenEndpoint((endpoint) -> {
					endpoint.accessTokenRequestConverter((request) -> {
						String type = request.getParameter(OAuth2ParameterNames.GRANT_TYPE);
						return type.startsWith(GRANT_TYPE)
								? new Grant(type, SecurityContextHolder.getContext().getAuthentication()) : null;
					});
					providers().forEach(
							(name, provider) -> endpoint.authenticationProvider(provider.apply(shared, jwts(keys))));
				});
			});
		}

		private static JwtGenerator jwts(JWKSource<SecurityContext> keys) {
			return new JwtGenerator(new NimbusJwtEncoder(keys));
		}

		/** Providers, each made with the generator that all share and one of its own. */
		abstract Map<String, BiFunction<JwtGenerator, JwtGenerator, AuthenticationProvider>> providers();

		@Bean
		@Order(2)
		SecurityFilterChain application(HttpSecurity http) {
			return CompositionTests.GeneratorOfTheChain.login(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Providers extends Application {

		@Override
		Map<String, BiFunction<JwtGenerator, JwtGenerator, AuthenticationProvider>> providers() {
			Map<String, BiFunction<JwtGenerator, JwtGenerator, AuthenticationProvider>> all = new LinkedHashMap<>();
			all.put("plain", (shared, own) -> new Provider("plain", shared));
			all.put("without-grant", (shared, own) -> new Provider("without-grant", shared) {

				@Override
				OAuth2TokenContext context(Grant grant, OAuth2ClientAuthenticationToken client) {
					return withoutGrant(client, "read").build();
				}

			});
			all.put("inherited-generator", (shared, own) -> new Provider("inherited-generator", own) {

			});
			all.put("several-generators",
					(shared, own) -> new ProviderWithTwoGenerators("several-generators", shared, own));
			all.put("wrapped", (shared, own) -> new Wrapper(new Provider("wrapped", own)));
			all.put("proxied", (shared,
					own) -> (AuthenticationProvider) new ProxyFactory(new Provider("proxied", own)).getProxy());
			all.put("own-refresh-tokens", (shared, own) -> new Provider("own-refresh-tokens", own) {

				private final RefreshTokens refreshTokens = new RefreshTokens();

				@Override
				Authentication answer(Grant grant, OAuth2ClientAuthenticationToken client) {
					assertThat(this.refreshTokens).isNotNull();
					return super.answer(grant, client);
				}

			});
			all.put("client-credentials", (shared, own) -> new Provider("client-credentials", shared) {

				@Override
				OAuth2TokenContext context(Grant grant, OAuth2ClientAuthenticationToken client) {
					return withoutGrant(client, "read").authorizationGrant(grant)
						.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
						.build();
				}

			});
			all.put("client-credentials-without-grant",
					(shared, own) -> new Provider("client-credentials-without-grant", shared) {

						@Override
						OAuth2TokenContext context(Grant grant, OAuth2ClientAuthenticationToken client) {
							return withoutGrant(client, "read")
								.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
								.build();
						}

					});
			all.put("client-credentials-like-a-registration",
					(shared, own) -> new Provider("client-credentials-like-a-registration", shared) {

						@Override
						OAuth2TokenContext context(Grant grant, OAuth2ClientAuthenticationToken client) {
							return withoutGrant(client, "client.read")
								.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
								.build();
						}

					});
			all.put("id-token", (shared, own) -> new ProviderOfIdTokens("id-token", shared, false, false));
			all.put("id-token-of-another-grant-object",
					(shared, own) -> new ProviderOfIdTokens("id-token-of-another-grant-object", shared, false, true));
			all.put("id-token-first", (shared, own) -> new ProviderOfIdTokens("id-token-first", shared, true, false));
			all.put("two-tokens", (shared, own) -> new ProviderOfTwoTokens("two-tokens", shared, shared));
			all.put("second-token-without-workflow",
					(shared, own) -> new ProviderOfTwoTokens("second-token-without-workflow", shared,
							(context) -> own.generate(context)));
			return all;
		}

	}

	/** Answers client credentials, which Spring's provider answers after it. */
	@Configuration(proxyBeanMethods = false)
	static class ProviderBesideSprings extends Application {

		@Override
		Map<String, BiFunction<JwtGenerator, JwtGenerator, AuthenticationProvider>> providers() {
			return Map.of("beside", (shared, own) -> new AuthenticationProvider() {

				@Override
				public Authentication authenticate(Authentication grant) {
					OAuth2ClientAuthenticationToken client = (OAuth2ClientAuthenticationToken) grant.getPrincipal();
					return Provider.answer(client,
							Provider.token(shared,
									Provider.withoutGrant(client, "write")
										.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
										.build()),
							Map.of());
				}

				@Override
				public boolean supports(Class<?> authentication) {
					return OAuth2ClientCredentialsAuthenticationToken.class.isAssignableFrom(authentication);
				}

			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GeneratorOfAnotherType extends Application {

		@Override
		Map<String, BiFunction<JwtGenerator, JwtGenerator, AuthenticationProvider>> providers() {
			return Map.of("own", (shared, own) -> new Provider("own", shared) {

				private final Tokens tokens = new Tokens(own);

				@Override
				Authentication answer(Grant grant, OAuth2ClientAuthenticationToken client) {
					return answer(client, token(this.tokens, context(grant, client)), Map.of());
				}

			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProviderThatIsARecord extends Application {

		@Override
		Map<String, BiFunction<JwtGenerator, JwtGenerator, AuthenticationProvider>> providers() {
			return Map.of("own", (shared, own) -> new OfARecord(new Tokens(own)));
		}

		record OfARecord(OAuth2TokenGenerator<?> generator) implements AuthenticationProvider {

			@Override
			public @Nullable Authentication authenticate(Authentication grant) {
				return new Provider("own", this.generator).authenticate(grant);
			}

			@Override
			public boolean supports(Class<?> authentication) {
				return Grant.class.isAssignableFrom(authentication);
			}

		}

	}

}
