package io.claimflow.spring.console;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who may see and change what, and for what goes along with each page.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConsoleAccessTests {

	private static final String CONSOLE = "/claimflow/console";

	@TempDir
	static Path directory;

	private static ConsoleServer server;

	@BeforeAll
	static void start() {
		Map<String, Object> properties = ConsoleServer.properties(directory);
		properties.put("claimflow.console.requests-per-minute", 40);
		server = ConsoleServer.start(properties);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static ConsoleUser somebody() {
		return new ConsoleUser(server);
	}

	@Test
	void whoHasNotSignedInDoesSoAtTheApplicationAndComesBack() throws Exception {
		ConsoleUser vera = somebody();

		HttpResponse<String> page = vera.get(CONSOLE);
		assertThat(page.statusCode()).isEqualTo(302);
		assertThat(ConsoleUser.location(page)).isEqualTo("/login");
		HttpResponse<String> back = vera.submit("/login", vera.get("/login").body(),
				Map.of("username", "vera", "password", ConsoleServer.PASSWORD));

		assertThat(ConsoleUser.location(back)).isEqualTo(CONSOLE);
		assertThat(vera.get(CONSOLE).body()).contains("<h1>Overview</h1>", "vera", "may view")
			.doesNotContain("may change");
	}

	@Test
	void whoHasNeitherAuthoritySeesNothing(CapturedOutput output) throws Exception {
		HttpResponse<String> page = somebody().signedIn("eve").get(CONSOLE);

		assertThat(page.statusCode()).isEqualTo(403);
		assertThat(page.body()).contains("You may not see this").doesNotContain("Overview", "eve");
		assertThat(output).contains("GET /claimflow/console of eve", "was refused with 403");
	}

	@Test
	void whoMayViewChangesNothing() throws Exception {
		ConsoleUser vera = somebody().signedIn("vera");
		int before = server.changes();

		HttpResponse<String> answer = vera.submit(CONSOLE + "/counter", vera.get(CONSOLE + "/form").body(), Map.of());

		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.body()).contains("You may not change this");
		assertThat(server.changes()).isEqualTo(before);
	}

	@Test
	void whoMayChangeDoesSoWithATokenOfTheSessionAlone() throws Exception {
		ConsoleUser charles = somebody().signedIn("charles");
		String page = charles.get(CONSOLE + "/form").body();
		String ofEve = ConsoleUser.token(somebody().signedIn("vera").get(CONSOLE + "/form").body());
		int before = server.changes();

		for (String forged : new String[] { "", "guessed", ofEve }) {
			HttpResponse<String> answer = charles.post(CONSOLE + "/counter", forged, Map.of());
			assertThat(answer.statusCode()).isEqualTo(403);
			assertThat(answer.body()).contains("This form is too old");
		}
		assertThat(server.changes()).isEqualTo(before);

		assertThat(charles.submit(CONSOLE + "/counter", page, Map.of()).statusCode()).isEqualTo(303);
		assertThat(server.changes()).isEqualTo(before + 1);
	}

	@Test
	void nothingOfAPageIsKeptFramedOrFromElsewhere() throws Exception {
		HttpResponse<String> page = somebody().signedIn("vera").get(CONSOLE);

		assertThat(header(page, "Content-Security-Policy")).isEqualTo(
				"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
						+ " form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
		assertThat(header(page, "Cache-Control")).contains("no-store");
		assertThat(header(page, "X-Frame-Options")).isEqualTo("DENY");
		assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(header(page, "Referrer-Policy")).isEqualTo("same-origin");
		assertThat(page.body()).doesNotContain("<style", " style=", " onclick", "javascript:")
			.doesNotContainPattern("<script[^>]*>[^<]");
	}

	@Test
	void headersOfAnAttackerChangeNothing() throws Exception {
		ConsoleUser attacker = new ConsoleUser(server, "",
				Map.of("X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "javascript", "X-Forwarded-Prefix",
						"/evil\"><script>alert(1)</script>", "Forwarded", "host=evil.example", "X-Original-URL",
						CONSOLE + "/counter", "X-Rewrite-URL", CONSOLE + "/counter", "X-HTTP-Method-Override", "POST",
						"X-Forwarded-User", "charles", "Accept-Language", "<script>alert(1)</script>", "Referer",
						"https://evil.example/<script>"));
		int before = server.changes();
		HttpResponse<String> away = attacker.get(CONSOLE);
		assertThat(away.statusCode()).isEqualTo(302);
		assertThat(away.headers().firstValue("Location").orElse("")).endsWith("/login").doesNotContain("evil");

		HttpResponse<String> page = attacker.signedIn("vera").get(CONSOLE);

		assertThat(page.body()).contains("may view", "href=\"/claimflow/console\"")
			.doesNotContain("evil", "alert(1)", "charles");
		assertThat(
				attacker.post(CONSOLE + "/counter", ConsoleUser.token(attacker.get(CONSOLE + "/form").body()), Map.of())
					.statusCode())
			.isEqualTo(403);
		assertThat(server.changes()).isEqualTo(before);
	}

	@Test
	void scriptsAndStylesAreKeptUntilTheyChange() throws Exception {
		String page = somebody().signedIn("vera").get(CONSOLE).body();
		Matcher asset = Pattern.compile("(?:href|src)=\"(/claimflow/console/assets/[0-9a-f]{16}-[^\"]+)\"")
			.matcher(page);

		assertThat(asset.results().map((one) -> one.group(1)).distinct().toList()).hasSize(3).allSatisfy((path) -> {
			HttpResponse<String> file = somebody().get(path);
			assertThat(file.statusCode()).isEqualTo(200);
			assertThat(header(file, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
			assertThat(header(file, "Content-Type")).matches("(text/(css|javascript)|image/svg).*");
		});
		assertThat(somebody().get(CONSOLE + "/assets/0-console.js").statusCode()).isEqualTo(404);
	}

	@Test
	void theApplicationIsAsItWasWithoutTheConsole() throws Exception {
		HttpResponse<String> page = somebody().signedIn("eve").get("/");

		assertThat(page.body()).contains("the application&#39;s");
		assertThat(page.headers().firstValue("Content-Security-Policy")).isEmpty();
		assertThat(somebody().get("/claimflow/consoles").statusCode()).isEqualTo(302);
		assertThat(somebody().get("/claimflow/live").statusCode()).as("The API is off").isEqualTo(302);
	}

	@Test
	void whatFailsSaysSoWithoutSayingWhy(CapturedOutput output) throws Exception {
		ConsoleUser vera = somebody().signedIn("vera");

		HttpResponse<String> page = vera.get(CONSOLE + "/broken");
		assertThat(page.statusCode()).isEqualTo(500);
		assertThat(page.body()).contains("This did not work", "The server&#39;s log says why").doesNotContain("sesame");
		assertThat(output).contains("GET /claimflow/console/broken failed");
		HttpResponse<String> nothing = vera.get(CONSOLE + "/nothing/%3Cscript%3E");
		assertThat(nothing.statusCode()).isEqualTo(404);
		assertThat(nothing.body()).contains("There is no such page").doesNotContain("<script>");
	}

	@Test
	void whoAsksTooOftenWaits() throws Exception {
		ConsoleUser eager = somebody().signedIn("otto");

		HttpResponse<String> page = eager.get(CONSOLE);
		for (int i = 0; i < 40; i++) {
			page = eager.get(CONSOLE);
		}

		assertThat(page.statusCode()).isEqualTo(429);
		assertThat(page.body()).contains("claimflow.console.requests-per-minute");
		assertThat(somebody().signedIn("vera").get(CONSOLE).statusCode()).isEqualTo(200);
	}

	private static String header(HttpResponse<?> response, String name) {
		return response.headers().firstValue(name).orElse("");
	}

}
