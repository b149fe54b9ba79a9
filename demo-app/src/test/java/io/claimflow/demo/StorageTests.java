package io.claimflow.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the demo keeps over a restart, in either database.
 */
class StorageTests {

	private final PlainBrowser browser = new PlainBrowser();

	@Test
	void aRestartOnH2KeepsTheKeyAndTheAccounts(@TempDir Path folder) throws Exception {
		signInAndRestart("--spring.datasource.url=jdbc:h2:file:" + folder.resolve("demo"));
	}

	@Test
	void aRestartOnPostgreSqlKeepsTheKeyAndTheAccounts() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			signInAndRestart("--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
					"--spring.datasource.username=postgres");
		}
	}

	private void signInAndRestart(String... arguments) throws Exception {
		String key;
		try (ConfigurableApplicationContext demo = start(arguments)) {
			signInAndRefresh(demo.getBean(DemoAddress.class));
			key = get(demo.getBean(DemoAddress.class).url("/oauth2/jwks"));
		}
		try (ConfigurableApplicationContext demo = start(arguments)) {
			signInAndRefresh(demo.getBean(DemoAddress.class));
			assertThat(get(demo.getBean(DemoAddress.class).url("/oauth2/jwks"))).isEqualTo(key).doesNotContain("\"d\"");
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		String[] all = Stream.concat(Stream.of("--server.port=0"), Arrays.stream(arguments)).toArray(String[]::new);
		return SpringApplication.run(DemoApplication.class, all);
	}

	private void signInAndRefresh(DemoAddress address) throws Exception {
		PlainBrowser.Page tokens = this.browser.signIn(URI.create(address.url("/demo/sign-in")));
		assertThat(tokens.html()).contains("Access token", "ID token", "permissions");
		assertThat(this.browser.submit(tokens, "/demo/refresh", Map.of()).html()).contains("These are new tokens");
	}

	private String get(String url) throws Exception {
		return this.browser.get(URI.create(url)).html();
	}

}
