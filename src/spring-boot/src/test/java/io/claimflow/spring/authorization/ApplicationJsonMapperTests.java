package io.claimflow.spring.authorization;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcOperations;
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
	@ValueSource(classes = { StoreThatWrapsAnother.class, StoreOfTheChain.class })
	void aStoreThatIsNoBeanOfItsOwnReadsTheWorkflowsNumbersBack(Class<?> application) {
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

}
