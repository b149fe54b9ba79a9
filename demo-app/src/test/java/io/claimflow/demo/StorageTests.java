package io.claimflow.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

import io.claimflow.spring.runlog.RunFilter;
import io.claimflow.spring.runlog.RunStore;
import io.claimflow.spring.runlog.StoredRun;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
	void theConsoleHasRunsFromTheFirstStartOnAndLaterStartsAddNone(@TempDir Path folder) throws Exception {
		String[] arguments = { "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("demo"),
				"--demo.first-visit=true" };
		List<String> statuses;
		try (ConfigurableApplicationContext demo = start(arguments)) {
			RunStore runs = demo.getBean(RunStore.class);
			await().atMost(Duration.ofSeconds(60))
				.until(() -> runs(runs, "m2m:token_generation").size(), (machine) -> machine == 3);
			assertThat(runs(runs, "user:tokens_generation")).containsExactly("COMPLETED");
			assertThat(runs(runs, "user:post_authentication")).containsExactly("DENIED", "COMPLETED");
			statuses = runs(runs, "");
		}
		try (ConfigurableApplicationContext demo = start(arguments)) {
			signInAndRefresh(demo.getBean(DemoAddress.class));
			RunStore runs = demo.getBean(RunStore.class);
			await().atMost(Duration.ofSeconds(20))
				.until(() -> runs(runs, "user:tokens_generation").size(), (tokens) -> tokens == 3);
			assertThat(runs(runs, "m2m:token_generation")).hasSize(3);
			assertThat(runs(runs, "")).endsWith(statuses.toArray(String[]::new));
		}
	}

	private static List<String> runs(RunStore store, String trigger) {
		return store.list(RunFilter.ALL, OptionalLong.empty(), 100)
			.runs()
			.stream()
			.map(StoredRun::summary)
			.filter((run) -> run.trigger().contains(trigger))
			.map((run) -> run.status().name())
			.toList();
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
