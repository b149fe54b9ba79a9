package io.claimflow.spring.console;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for how the console comes to be there.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConsoleStartTests {

	@TempDir
	Path directory;

	@Test
	void itIsNotThereUnlessItIsEnabled() throws Exception {
		Map<String, Object> properties = ConsoleServer.properties(this.directory);
		properties.remove("claimflow.console.enabled");
		try (ConsoleServer server = ConsoleServer.startWithoutSections(properties)) {
			assertThat(server.has(ConsoleRoutes.class)).isFalse();
			assertThat(new ConsoleUser(server).signedIn("charles").get("/claimflow/console").statusCode())
				.isEqualTo(404);
		}
	}

	@Test
	void withoutBothAuthoritiesTheStartEndsAndSaysWhatToWrite(CapturedOutput output) {
		for (String missing : new String[] { "view-authority", "change-authority" }) {
			Map<String, Object> properties = ConsoleServer.properties(this.directory);
			properties.put("claimflow.console." + missing, " ");
			assertThatException().isThrownBy(() -> ConsoleServer.start(properties));
			assertThat(output).contains("claimflow.console." + missing, "set both claimflow.console.view-authority and"
					+ " claimflow.console.change-authority to an authority");
		}
	}

	@Test
	void aLinkToElsewhereThatIsNoneEndsTheStart(CapturedOutput output) {
		for (String link : new String[] { "https://traces.example.com", "javascript:alert({traceId})",
				"https://x.example.com/{traceId}/{other}" }) {
			Map<String, Object> properties = ConsoleServer.properties(this.directory);
			properties.put("claimflow.console.trace-link", link);
			assertThatException().isThrownBy(() -> ConsoleServer.start(properties));
			assertThat(output).contains("claimflow.console.trace-link", "It must be an address of http or https");
		}
	}

	@Test
	void itWorksBelowAContextPath() throws Exception {
		Map<String, Object> properties = ConsoleServer.properties(this.directory);
		properties.put("server.servlet.context-path", "/auth");
		try (ConsoleServer server = ConsoleServer.start(properties)) {
			ConsoleUser vera = new ConsoleUser(server, "/auth");
			assertThat(ConsoleUser.location(vera.get("/claimflow/console"))).isEqualTo("/auth/login");

			String page = vera.signedIn("vera").get("/claimflow/console").body();

			assertThat(page).contains("href=\"/auth/claimflow/console\"", "src=\"/auth/claimflow/console/assets/")
				.doesNotContain("\"/claimflow/");
		}
	}

}
