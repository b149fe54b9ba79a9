package io.claimflow.spring.deployment.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for authorizations whose steps arrive on several nodes while what is live
 * changes.
 */
@ParameterizedClass
@EnumSource
@ExtendWith(OutputCaptureExtension.class)
class PinnedNodesTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final Change CHANGE = Change.by("ann", "because");

	private final Map<String, Object> properties;

	private final List<StoreServer> servers = new ArrayList<>();

	PinnedNodesTests(Database database) throws IOException {
		this.properties = database.properties();
		DriverManagerDataSource source = new DriverManagerDataSource();
		source.setUrl(String.valueOf(this.properties.get("spring.datasource.url")));
		source.setUsername(String.valueOf(this.properties.getOrDefault("spring.datasource.username", "sa")));
		new ResourceDatabasePopulator((database == Database.H2) ? new ClassPathResource(Store.SCHEMA)
				: new ByteArrayResource(Store.postgresSchema().getBytes(StandardCharsets.UTF_8)))
			.execute(source);
	}

	@AfterEach
	void stop() {
		this.servers.forEach(StoreServer::close);
	}

	private StoreServer start(AuthServer.Builder builder) {
		this.properties.forEach(builder::property);
		StoreServer started = new StoreServer(builder.with(Store.Jdbc.class).start());
		this.servers.add(started);
		return started;
	}

	private StoreServer node() {
		return start(builder("unused").property("claimflow.project", "file:./no/such/folder"));
	}

	private static AuthServer.Builder builder(String version) {
		return StoreServer.builder(version).user("accessTokenCustomClaims<any>().version = \"" + version + "\";");
	}

	private static Object version(Response tokens) {
		return (tokens.status() == 200) ? tokens.accessTokenClaims().get("version") : tokens.text("error");
	}

	@Test
	void anotherNodeRedeemsACodeWithTheDeploymentThatItBeganWith(CapturedOutput output) throws Exception {
		StoreServer a = start(builder("one"));
		String first = a.server().authorizationCode(CLIENT, "openid read");
		String second = a.server().authorizationCode(CLIENT, "openid read");
		long two = a.push(builder("two").project());
		a.store().makeLive(two, CHANGE);
		StoreServer b = node();
		Response tokens = b.server().redeem(CLIENT, first);
		assertThat(version(tokens)).isEqualTo("one");
		assertThat(output).contains("Deployment 1 is loaded for what began with it");
		assertThat(version(a.server().redeem(CLIENT, second))).isEqualTo("one");
		assertThat(version(b.server().refresh(CLIENT, tokens.text("refresh_token")))).isEqualTo("two");
		String token = a.store()
			.preview(a.push(builder("three").project()), CLIENT, Optional.empty(), Optional.empty(), "ann", "")
			.token();
		String previewed = a.server().authorizationCode(CLIENT, "openid read", "claimflow_preview", token);
		assertThat(version(b.server().redeem(CLIENT, previewed))).isEqualTo("three");
	}

	@Test
	void whatBeganWithADeploymentThatIsGoneOrWasNeverLiveIsRefused(CapturedOutput output) throws Exception {
		StoreServer a = start(builder("one"));
		long never = a.push(builder("never live").project());
		String gone = a.server().authorizationCode(CLIENT, "openid read");
		String changed = a.server().authorizationCode(CLIENT, "openid read");
		long two = a.push(builder("two").project());
		a.store().makeLive(two, CHANGE);
		JdbcClient jdbc = a.server().context().getBean(JdbcClient.class);
		StoreServer b = node();
		String digest = a.store().find(1).orElseThrow().digest();
		jdbc.sql("delete from claimflow_deployment where number = 1").update();
		assertThat(version(b.server().redeem(CLIENT, gone))).isEqualTo("server_error");
		jdbc.sql("update oauth2_authorization set attributes = replace(attributes, ?, ?)")
			.params(digest, a.store().find(never).orElseThrow().digest())
			.update();
		assertThat(version(b.server().redeem(CLIENT, changed))).isEqualTo("server_error");
		assertThat(output).contains("which is gone or was never live, so it cannot go on");
		assertThat(version(b.server().authorizationCodeGrant(CLIENT, "openid read"))).isEqualTo("two");
	}

}
