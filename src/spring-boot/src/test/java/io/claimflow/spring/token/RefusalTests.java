package io.claimflow.spring.token;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a client is told if its workflow denies access or fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusalTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static AuthServer server;

	@BeforeAll
	static void start() {
		server = AuthServer.builder().m2m("").user("").start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void aDenialIsAnErrorWithItsReason() {
		server.m2m("denyAccess(\"Contract ended\"); m2mTokenClaims<any>().late = true;");
		Response denied = server.clientCredentials(CLIENT);
		assertThat(denied.status()).isEqualTo(400);
		assertThat(denied.json()).containsOnlyKeys("error", "error_description")
			.containsEntry("error", "access_denied");
		assertThat(denied.text("error_description")).matches("Contract ended \\(run [0-9a-f]{16}\\)");
	}

	@Test
	void aReasonKeepsOnlyTheCharactersThatAnErrorMayHave() {
		server.m2m("denyAccess('say \"no\" \\\\ to\\nZoë \\u0007');");
		assertThat(server.clientCredentials(CLIENT).text("error_description")).startsWith("say 'no' ? to?Zo? ? (run ");
		server.m2m("denyAccess('x'.repeat(5000));");
		assertThat(server.clientCredentials(CLIENT).text("error_description")).startsWith("x".repeat(200) + " (run ");
		server.m2m("denyAccess('');");
		assertThat(server.clientCredentials(CLIENT).json()).containsEntry("error", "access_denied");
		server.m2m("(denyAccess as any)();");
		assertThat(server.clientCredentials(CLIENT).json()).containsEntry("error", "access_denied");
	}

	@Test
	void theFirstDenialCounts() {
		server.m2m("denyAccess('first'); denyAccess('second');");
		assertThat(server.clientCredentials(CLIENT).text("error_description")).startsWith("first (run ");
	}

	@ParameterizedTest
	@CsvSource({ "invalid-grant, invalid_grant", "unauthorized-client, unauthorized_client" })
	void anOperatorChoosesTheErrorOfADenial(String property, String error) {
		try (AuthServer other = AuthServer.builder()
			.m2m("denyAccess('no');")
			.property("claimflow.token.denied-error", property)
			.start()) {
			Response denied = other.clientCredentials(CLIENT);
			assertThat(denied.status()).isEqualTo(400);
			assertThat(denied.text("error")).isEqualTo(error);
			assertThat(denied.text("error_description")).startsWith("no (run ");
		}
	}

	@Test
	void aFailureIsAServerErrorWhoseRunIsInTheLog(CapturedOutput output) {
		server.user("accessTokenCustomClaims<any>().partial = 1; throw new Error('database row 17 is missing');");
		Response failed = server.authorizationCodeGrant(CLIENT, "openid read");
		assertThat(failed.status()).isEqualTo(400);
		assertThat(failed.json()).containsOnlyKeys("error", "error_description").containsEntry("error", "server_error");
		Matcher run = Pattern.compile("\\(run ([0-9a-f]{16})\\)$").matcher(failed.text("error_description"));
		assertThat(run.find()).isTrue();
		assertThat(failed.body()).doesNotContain("database", "Workflow", "io.claimflow", "Error:", "partial");
		assertThat(output.getAll().lines().filter((line) -> line.contains("[user " + run.group(1) + "]")))
			.satisfiesExactly(
					(line) -> assertThat(line).contains("WARN", "io.claimflow.workflow", "database row 17 is missing"),
					(line) -> assertThat(line).contains("ERROR", "io.claimflow.spring.run", "(EXCEPTION, policy STOP)",
							"userWorkflow.ts:"));
	}

	@Test
	void aWorkflowThatMayFailLeavesNoneOfItsClaims() {
		server.write("kindeSrc/environment/workflows/userWorkflow.ts",
				AuthServer.Builder.source("user", "user:tokens_generation", "continue", """
						accessTokenCustomClaims<any>().partial = 1;
						idTokenCustomClaims<any>().partial = 1;
						throw new Error("too late");
						"""));
		server.deploy();
		for (String client : List.of(AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE)) {
			Response tokens = server.authorizationCodeGrant(client, "openid read");
			assertThat(tokens.status()).isEqualTo(200);
			assertThat(server.introspect(client, tokens.text("access_token"))).containsEntry("active", true)
				.doesNotContainKey("partial");
			assertThat(tokens.idTokenClaims()).doesNotContainKey("partial");
		}
	}

	@Test
	void aDenialHoldsEvenIfTheWorkflowThenFailsAndMayFail() {
		server.write("kindeSrc/environment/workflows/m2mWorkflow.ts", AuthServer.Builder.source("m2m",
				"m2m:token_generation", "continue", "denyAccess('blocked'); throw new Error('and broken');"));
		server.deploy();
		Response denied = server.clientCredentials(CLIENT);
		assertThat(denied.status()).isEqualTo(400);
		assertThat(denied.text("error")).isEqualTo("access_denied");
		assertThat(denied.text("error_description")).startsWith("blocked (run ");
	}

	@Test
	void aWorkflowThatRunsTooLongIsAServerError(CapturedOutput output) {
		try (AuthServer impatient = AuthServer.builder()
			.m2m("for (;;) {}")
			.property("claimflow.limits.deadline", "300ms")
			.start()) {
			Response failed = impatient.clientCredentials(CLIENT);
			assertThat(failed.status()).isEqualTo(400);
			assertThat(failed.json()).containsEntry("error", "server_error");
			assertThat(output).contains("(DEADLINE, policy STOP) at kindeSrc/environment/workflows/m2mWorkflow.ts:")
				.contains("The workflow was still running after 300 ms");
			impatient.m2m("m2mTokenClaims<any>().quick = true;");
			assertThat(impatient.clientCredentials(CLIENT).accessTokenClaims()).containsEntry("quick", true);
		}
	}

	@Test
	void aProtectedClaimStaysAsItIsAndIsLoggedOnce(CapturedOutput output) {
		server.m2m("""
				const token = m2mTokenClaims<any>();
				token.sub = "admin";
				token.iss = "https://evil.example.com";
				token.exp = 9999999999;
				delete token.aud;
				token.cnf = { jkt: "x" };
				token.scope = ["admin"];
				token.harmless = true;
				""");
		for (int i = 0; i < 3; i++) {
			Response response = server.clientCredentials(CLIENT, "scope", "read");
			assertThat(response.accessTokenClaims()).containsEntry("sub", CLIENT)
				.containsEntry("iss", server.url(""))
				.containsEntry("aud", CLIENT)
				.containsEntry("scope", List.of("read"))
				.containsEntry("harmless", true)
				.doesNotContainKey("cnf");
			assertThat((Integer) response.accessTokenClaims().get("exp")).isLessThan(Integer.MAX_VALUE);
			assertThat(response.json()).containsEntry("token_type", "Bearer");
		}
		for (String claim : List.of("sub", "iss", "exp", "aud", "cnf", "scope")) {
			assertThat(output.getAll()
				.lines()
				.filter((line) -> line.contains("The claim '" + claim + "'"))
				.filter((line) -> line.contains("WARN"))).as(claim).singleElement().asString().contains("[m2m ");
		}
	}

}
