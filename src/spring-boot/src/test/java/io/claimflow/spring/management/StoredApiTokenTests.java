package io.claimflow.spring.management;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tokens for management calls where authorizations are in a database.
 */
@ParameterizedClass
@EnumSource(ApiServer.Store.class)
class StoredApiTokenTests {

	@Parameter
	private ApiServer.Store store;

	private static ApiServer server;

	@BeforeParameterizedClassInvocation
	static void start(ApiServer.Store store) {
		server = ApiServer.start(store, (builder) -> builder.with(StoredAuthorizations.class));
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server.close();
	}

	private static AuthServer auth() {
		return server.auth();
	}

	@Test
	void tokenForTheApiIsIntrospectedUntilItIsRevoked() {
		String token = server.token("read:users", "create:users");
		assertThat(auth().introspect(ApiServer.CLIENT, token)).containsEntry("active", true)
			.containsEntry("client_id", ApiServer.CLIENT)
			.containsEntry("aud", List.of(ApiServer.AUDIENCE));
		assertThat(auth().post("/oauth2/revoke", ApiServer.CLIENT, "token", token).status()).isEqualTo(200);
		assertThat(auth().introspect(ApiServer.CLIENT, token)).isEqualTo(Map.of("active", false));
	}

	@Test
	void tokenForTheApiThatIsExchangedIsAnsweredWithAnErrorOfOAuth() {
		Response response = auth().tokenExchange(ApiServer.CLIENT, server.token("read:users"));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json()).containsKey("error").doesNotContainKey("access_token");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class StoredAuthorizations {

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(DataSource dataSource, RegisteredClientRepository clients)
				throws IOException {
			// Types that both databases know
			String schema = Store.postgresSchema().replace("timestamptz", "timestamp with time zone");
			DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(new ByteArrayResource(schema.getBytes())),
					dataSource);
			return new JdbcOAuth2AuthorizationService(new JdbcTemplate(dataSource), clients);
		}

	}

}
