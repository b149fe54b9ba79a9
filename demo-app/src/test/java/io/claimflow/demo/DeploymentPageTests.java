package io.claimflow.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs the commands of the page on deployments, and those of the start page.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "spring.datasource.url=jdbc:h2:mem:pushed",
		"demo.partner.enabled=false", "spring.security.oauth2.authorizationserver.issuer=http://127.0.0.1:9000" })
class DeploymentPageTests {

	private static final List<String> TOOLS = List.of("bash", "curl", "sed", "zip");

	@LocalServerPort
	int port;

	@TempDir
	Path folder;

	@Test
	void theCommandsPushAndGoBackAndPromote() throws Exception {
		String page = Files.readString(Path.of("../docs/deployments.md"));
		String commands = Pattern.compile("(?s)```sh\\n(.*?)```")
			.matcher(page.substring(page.indexOf("## Push")))
			.results()
			.map((sample) -> sample.group(1))
			.collect(Collectors.joining());

		String output = run(
				"STAGING=none\n" + commands.replace("$STAGING", "$TOKEN").replace("deployments/7/", "deployments/2/"));

		assertThat(output).contains("{\"number\":2,", "\"message\":\"First push\"",
				"\"pushedBy\":\"client:demo-deploy\"", "{\"deployment\":2,", "\"revision\":2,", "{\"deployment\":1,",
				"\"reason\":\"the new one is wrong\"", "\"node\":", "{\"access_token\":", "\"state\":\"LIVE\"");
		assertThat(shown(page, "{\"number\":2,")).hasSize(5).isEqualTo(shown(output, "{\"number\":2,"));
		assertThat(run(DemoAccounts.push("demo-app/workflows", "http://127.0.0.1:9000"))).contains("{\"number\":1,",
				"\"state\":\"LIVE\"");
	}

	/** The names and values of an answer that are the same each time. */
	private static List<String> shown(String text, String start) {
		String line = text.lines().filter((one) -> one.startsWith(start)).findFirst().orElseThrow();
		return Pattern.compile("\"(number|state|source|message|pushedBy)\":[^,}]+")
			.matcher(line)
			.results()
			.map(MatchResult::group)
			.limit(5)
			.toList();
	}

	/** From the root of the repository, as one does who reads the page. */
	private String run(String commands) throws IOException, InterruptedException {
		for (String tool : TOOLS) {
			assumeTrue(isThere(tool), "Needs " + tool);
		}
		String local = commands.replace("/tmp/", this.folder + "/")
			.replaceAll("http://127\\.0\\.0\\.1:9000|https://\\w+\\.example\\.com", "http://127.0.0.1:" + this.port);
		Process process = new ProcessBuilder("bash", "-ec", local).directory(new File(".."))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("}{",
				"}\n{");
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		return output;
	}

	private static boolean isThere(String tool) {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((place) -> Files.isExecutable(Path.of(place, tool)));
	}

}
