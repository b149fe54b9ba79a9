package io.claimflow.spring.authorization;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Store;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService.JsonMapperOAuth2AuthorizationParametersMapper;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService.JsonMapperOAuth2AuthorizationRowMapper;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimsContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a JDBC store keeps the application's own way of writing and reading.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationJsonMapperTests {

	@Test
	void theApplicationsTypesAndTheWorkflowsNumbersAreReadBack() {
		AuthServer.Builder builder = AuthServer.builder()
			.user("accessTokenCustomClaims<any>().since = { millis: [1790000000000] };")
			.property("spring.sql.init.schema-locations", "classpath:" + Store.SCHEMA)
			.with(OwnJsonMapper.class);
		try (AuthServer server = builder.start()) {
			Response tokens = server.authorizationCodeGrant(AuthServerConfiguration.OPAQUE, "read");
			Response refreshed = server.refresh(AuthServerConfiguration.OPAQUE, tokens.text("refresh_token"));
			String accessToken = refreshed.text("access_token");
			assertThat(server.introspect(AuthServerConfiguration.OPAQUE, accessToken)).containsEntry("since",
					Map.of("millis", List.of(1_790_000_000_000L)));
			OAuth2Authorization stored = server.context()
				.getBean(OAuth2AuthorizationService.class)
				.findByToken(accessToken, OAuth2TokenType.ACCESS_TOKEN);
			assertThat(stored.getAccessToken().getClaims().get("badge")).isInstanceOfSatisfying(Badge.class,
					(badge) -> assertThat(badge.number()).isEqualTo("b-7"));
			assertThat(server.context()
				.getBean(JdbcOperations.class)
				.queryForObject("select access_token_metadata from oauth2_authorization", String.class))
				.contains("\"badgeNumber\":\"b-7\"");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { StoreThatWrapsAnother.class, StoreOfTheChain.class, Jackson2Store.class,
			LambdaAroundSprings.class })
	void anyStoreOfSpringsReadsTheWorkflowsNumbersBack(Class<?> application) {
		AuthServer.Builder builder = AuthServer.builder()
			.user("accessTokenCustomClaims<any>().since = { millis: [1790000000000] };")
			.property("spring.datasource.url", "jdbc:h2:mem:" + application.getSimpleName())
			.property("spring.sql.init.schema-locations", "classpath:" + Store.SCHEMA)
			.with(application);
		try (AuthServer server = builder.start()) {
			Response tokens = server.authorizationCodeGrant(AuthServerConfiguration.OPAQUE, "read");
			Response refreshed = server.refresh(AuthServerConfiguration.OPAQUE, tokens.text("refresh_token"));
			assertThat(server.introspect(AuthServerConfiguration.OPAQUE, refreshed.text("access_token")))
				.containsEntry("since", Map.of("millis", List.of(1_790_000_000_000L)));
		}
	}

	/** A subclass that encrypts, here by turning the text round, and a decorator. */
	@ParameterizedTest
	@ValueSource(classes = { EncryptingSubclass.class, EncryptingDecorator.class })
	void whatTheApplicationHasSetWritesAndReads(Class<?> application) {
		AuthServer.Builder builder = AuthServer.builder()
			.user("accessTokenCustomClaims<any>().big = 3000000000;")
			.property("spring.datasource.url", "jdbc:h2:mem:" + application.getSimpleName())
			.property("spring.sql.init.schema-locations", "classpath:" + Store.SCHEMA)
			.with(application);
		try (AuthServer server = builder.start()) {
			Response tokens = server.authorizationCodeGrant(AuthServerConfiguration.JWT, "read");
			String stored = server.context()
				.getBean(JdbcOperations.class)
				.queryForObject("select utf8tostring(access_token_value) from oauth2_authorization", String.class);
			assertThat(stored).isEqualTo(EncryptingSubclass.turned(tokens.text("access_token")));
			Response refreshed = server.refresh(AuthServerConfiguration.JWT, tokens.text("refresh_token"));
			assertThat(refreshed.accessTokenClaims()).containsEntry("big", 3_000_000_000L);
		}
	}

	@Test
	void noTokenIsIssuedWhoseClaimsTheStoreDoesNotReadBack(CapturedOutput output) {
		AuthServer.Builder builder = AuthServer.builder()
			.user("Object.assign(accessTokenCustomClaims<any>(), { plain: 'a', big: 3000000000 });")
			.property("spring.datasource.url", "jdbc:h2:mem:StoreThatReadsNoBigNumbers")
			.property("spring.sql.init.schema-locations", "classpath:" + Store.SCHEMA)
			.with(StoreThatReadsNoBigNumbers.class);
		try (AuthServer server = builder.start()) {
			String code = server.authorizationCode(AuthServerConfiguration.OPAQUE, "read");
			for (int i = 0; i < 2; i++) {
				Response response = server.redeem(AuthServerConfiguration.OPAQUE, code);
				assertThat(response.status()).isEqualTo(400);
				assertThat(response.json()).containsEntry("error", "server_error").doesNotContainKey("access_token");
			}
			assertThat(output).contains("The claims [big] of the workflow user cannot be read back")
				.doesNotContain("3000000000");
			server.user("accessTokenCustomClaims<any>().plain = 'a';");
			Response tokens = server.redeem(AuthServerConfiguration.OPAQUE,
					server.authorizationCode(AuthServerConfiguration.OPAQUE, "read"));
			assertThat(server.introspect(AuthServerConfiguration.OPAQUE, tokens.text("access_token")))
				.containsEntry("plain", "a");
			assertThat(server.context()
				.getBean(JdbcOperations.class)
				.queryForObject("select count(*) from oauth2_authorization where access_token_value is not null",
						Integer.class))
				.isEqualTo(1);
		}
	}

	/** A claim of the application's own type. */
	static class Badge {

		private final String number;

		Badge(String number) {
			this.number = number;
		}

		String number() {
			return this.number;
		}

	}

	abstract static class BadgeJson {

		@JsonCreator
		BadgeJson(@JsonProperty("badgeNumber") String number) {
		}

		@JsonProperty("badgeNumber")
		abstract String number();

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnJsonMapper {

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients) {
			JsonMapper mapper = JsonMapper.builder()
				.addModules(SecurityJacksonModules.getModules(getClass().getClassLoader(),
						BasicPolymorphicTypeValidator.builder().allowIfSubType(Badge.class)))
				.addModule(new SimpleModule("badges").setMixInAnnotation(Badge.class, BadgeJson.class))
				.build();
			JdbcOAuth2AuthorizationService service = new JdbcOAuth2AuthorizationService(jdbc, clients);
			service.setAuthorizationRowMapper(new JsonMapperOAuth2AuthorizationRowMapper(clients, mapper));
			service.setAuthorizationParametersMapper(new JsonMapperOAuth2AuthorizationParametersMapper(mapper));
			return service;
		}

		@Bean
		OAuth2TokenCustomizer<OAuth2TokenClaimsContext> badges() {
			return (context) -> context.getClaims().claim("badge", new Badge("b-7"));
		}

	}

	/** A store in front of a store, as for a cache. */
	@Configuration(proxyBeanMethods = false)
	static class StoreThatWrapsAnother {

		@Bean
		OAuth2AuthorizationService authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients) {
			return new Front(new JdbcOAuth2AuthorizationService(jdbc, clients));
		}

		record Front(OAuth2AuthorizationService behind) implements OAuth2AuthorizationService {

			@Override
			public void save(OAuth2Authorization authorization) {
				this.behind.save(authorization);
			}

			@Override
			public void remove(OAuth2Authorization authorization) {
				this.behind.remove(authorization);
			}

			@Override
			public @Nullable OAuth2Authorization findById(String id) {
				return this.behind.findById(id);
			}

			@Override
			public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
				return this.behind.findByToken(token, type);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StoreOfTheChain {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http, JdbcOperations jdbc,
				RegisteredClientRepository clients) {
			return http.oauth2AuthorizationServer((server) -> {
				http.securityMatcher(server.getEndpointsMatcher());
				server.authorizationService(new JdbcOAuth2AuthorizationService(jdbc, clients));
			})
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.exceptionHandling(
						(errors) -> errors.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
				.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain application(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@SuppressWarnings("removal")
	static class Jackson2Store {

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients) {
			JdbcOAuth2AuthorizationService service = new JdbcOAuth2AuthorizationService(jdbc, clients);
			service.setAuthorizationRowMapper(new JdbcOAuth2AuthorizationService.OAuth2AuthorizationRowMapper(clients));
			service.setAuthorizationParametersMapper(
					new JdbcOAuth2AuthorizationService.OAuth2AuthorizationParametersMapper());
			return service;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LambdaAroundSprings {

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients) {
			JdbcOAuth2AuthorizationService service = new JdbcOAuth2AuthorizationService(jdbc, clients);
			JsonMapperOAuth2AuthorizationParametersMapper springs = new JsonMapperOAuth2AuthorizationParametersMapper();
			service.setAuthorizationParametersMapper((authorization) -> springs.apply(authorization));
			return service;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EncryptingSubclass {

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients) {
			JdbcOAuth2AuthorizationService service = new JdbcOAuth2AuthorizationService(jdbc, clients);
			service.setAuthorizationParametersMapper(new JsonMapperOAuth2AuthorizationParametersMapper() {

				@Override
				public List<SqlParameterValue> apply(OAuth2Authorization authorization) {
					return encrypted(super.apply(authorization));
				}

			});
			return service;
		}

		/** Of the value of the access token among the parameters. */
		private static final int INDEX = 11;

		static List<SqlParameterValue> encrypted(List<SqlParameterValue> parameters) {
			List<SqlParameterValue> encrypted = new ArrayList<>(parameters);
			SqlParameterValue token = parameters.get(INDEX);
			if (token.getValue() instanceof byte[] bytes) {
				encrypted.set(INDEX, new SqlParameterValue(token,
						turned(new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)));
			}
			return encrypted;
		}

		static String turned(String text) {
			return new StringBuilder(text).reverse().toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EncryptingDecorator {

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients) {
			JdbcOAuth2AuthorizationService service = new JdbcOAuth2AuthorizationService(jdbc, clients);
			JsonMapperOAuth2AuthorizationParametersMapper springs = new JsonMapperOAuth2AuthorizationParametersMapper();
			service.setAuthorizationParametersMapper(
					(authorization) -> EncryptingSubclass.encrypted(springs.apply(authorization)));
			return service;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StoreThatReadsNoBigNumbers {

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients) {
			JdbcOAuth2AuthorizationService service = new JdbcOAuth2AuthorizationService(jdbc, clients);
			JsonMapperOAuth2AuthorizationRowMapper springs = new JsonMapperOAuth2AuthorizationRowMapper(clients);
			service.setAuthorizationRowMapper((row, number) -> {
				OAuth2Authorization authorization = springs.mapRow(row, number);
				if (authorization.getAccessToken() != null
						&& authorization.getAccessToken().getClaims().containsValue(3_000_000_000L)) {
					throw new IllegalArgumentException("A number of 3000000000");
				}
				return authorization;
			});
			return service;
		}

	}

}
