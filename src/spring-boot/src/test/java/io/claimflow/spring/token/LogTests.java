package io.claimflow.spring.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.EveryEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the log and the errors of a server tell, and what they keep to
 * themselves.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final String SECRET = "k3y/with+signs & spaces";

	private static AuthServer server;

	@BeforeAll
	static void start() {
		server = AuthServer.builder()
			.m2m("")
			.user("")
			.property("claimflow.secrets.API_KEY", SECRET)
			.property("claimflow.limits.claims-warning", "50B")
			.property("claimflow.limits.claims-limit", "500B")
			.property("logging.level.root", "INFO")
			.property("logging.level.io.claimflow", "DEBUG")
			.with(EveryEndpoint.class)
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void failureAtAFieldThatNobodySuppliesNamesTheBeanThatWould(CapturedOutput output) {
		server.m2m("const code = event.context.organization.code;");
		server.clientCredentials(CLIENT);
		assertThat(output).contains("event.context.organization is undefined; a bean of the type TokenEventDetails"
				+ " supplies it, with organizationCode");
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void neitherTheLogNorAnErrorHoldsSecretsTokensCodesOrClaimValues(String client, CapturedOutput output) {
		List<String> hidden = new ArrayList<>(List.of(AuthServerConfiguration.PASSWORD, "secret-" + client, SECRET,
				"value-of-a-claim", "admin-in-disguise", "n-0S6"));
		List<Response> errors = new ArrayList<>();

		String workflow = """
				const key = getEnvironmentVariable("API_KEY").value;
				const modes = event.request.auth.audience;
				const token = %s<any>();
				// The log may show lines of the source, so none of them has a value.
				const value = ["value", "of", "a", "claim"].join("-");
				token.custom = value;
				token.key = key;
				token.sub = ["admin", "in", "disguise"].join("-");
				console.log("at work");
				if (modes.includes("deny")) denyAccess("denied");
				if (modes.includes("throw")) throw new Error("upstream refused");
				if (modes.includes("large")) token.large = value.repeat(100);
				if (modes.includes("type")) token.nested = { map: new Map([[value, value]]) };
				if (modes.includes("bigint")) token.number = BigInt("1234567890".repeat(2));
				""";
		server.m2m(workflow.formatted("m2mTokenClaims"));
		server
			.user(workflow.formatted("accessTokenCustomClaims") + "idTokenCustomClaims<any>().custom = token.custom;");

		String code = server.authorizationCode(client, "openid read");
		hidden.add(code);
		Response tokens = server.redeem(client, code);
		String deviceCode = server.deviceCode(client, "read");
		hidden.add(deviceCode);
		List<Response> granted = List.of(tokens, server.clientCredentials(client, "scope", "read"),
				server.redeemDevice(client, deviceCode), server.tokenExchange(client, tokens.text("access_token")),
				server.refresh(client, tokens.text("refresh_token")));
		granted.forEach((response) -> {
			assertThat(response.status()).isEqualTo(200);
			response.json()
				.forEach((name, value) -> hidden.addAll(name.endsWith("_token") ? List.of((String) value) : List.of()));
		});

		String[] modes = { "deny", "throw", "large", "type", "bigint" };
		for (String mode : modes) {
			errors.add(server.clientCredentials(client, "audience", mode));
			String another = server.authorizationCode(client, "openid read");
			hidden.add(another);
			errors.add(server.redeem(client, another, "audience", mode));
		}
		errors.add(server.redeem(client, code));
		errors.add(server.refresh(client, "no-such-token"));
		hidden.add("no-such-token");

		assertThat(errors).allSatisfy((error) -> assertThat(error.status()).as(error.body()).isEqualTo(400));
		assertThat(errors).extracting(Response::body)
			.allSatisfy((body) -> assertThat(body).doesNotContain(hidden)
				.doesNotContain("12345678901234567890", "upstream refused"));
		assertThat(output.getAll()).contains("at work", "upstream refused", "Denied after", "Completed after")
			.doesNotContain(hidden)
			.doesNotContain("12345678901234567890");
	}

	@Test
	void anAuthorSeesTheSourceAroundAnErrorAndWhatItComesFrom(CapturedOutput output) {
		server.m2m("""
				const plans = (text: string): unknown => JSON.parse(text);
				try {
				  plans("{");
				} catch (error) {
				  throw new Error("no plans", { cause: error });
				}
				""");
		Response failed = server.clientCredentials(CLIENT);
		assertThat(failed.text("error")).isEqualTo("server_error");
		assertThat(failed.body()).doesNotContain("no plans", "JSON");
		assertThat(output.getAll().replaceAll("\\R +", "\n"))
			.containsPattern("Error: no plans\n\\d+ \\| *plans\\(\"\\{\"\\);\n\\d+ \\|.*catch.*\n"
					+ "> +\\d+ \\| +throw new Error\\(\"no plans\".*\n\\| +\\^\n(.*\n){1,2}at .*Workflow.ts:\\d+:\\d+\\)\n"
					+ "\\[cause]: SyntaxError: .*\nat plans \\(.*Workflow.ts:\\d+:\\d+\\)");
	}

	@Test
	void secretsAreMaskedWhereverAWorkflowPutsThem(CapturedOutput output) {
		server.m2m("""
				const key = getEnvironmentVariable("API_KEY").value;
				console.log("early", key, { nested: [key] });
				console.error("encoded " + encodeURIComponent(key));
				console.warn("query " + new URLSearchParams({ key }));
				throw new Error("refused: " + key);
				""");
		Response failed = server.clientCredentials(CLIENT);
		assertThat(failed.body()).doesNotContain("k3y");
		server.m2m("denyAccess('your key ' + getEnvironmentVariable(\"API_KEY\").value);");
		assertThat(server.clientCredentials(CLIENT).text("error_description")).startsWith("your key ****** (run ");
		assertThat(output.getAll()).contains("early ******", "encoded ******", "query key=******", "refused: ******")
			.doesNotContain("k3y");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\n", "\\r", "\\r\\n", "\\u0085", "\\u2028", "\\u2029", "\\u000b", "\\u000c" })
	void aLineOfAWorkflowCannotPassForALineOfTheServer(String lineBreak, CapturedOutput output) {
		server.m2m("""
				console.log("hello%1$sFORGED line");
				m2mTokenClaims<any>()["x%1$sFORGED claim"] = 1;
				m2mTokenClaims<any>()["sub%1$sFORGED"] = 1;
				throw new Error("bad%1$sFORGED failure");
				""".formatted(lineBreak));
		server.clientCredentials(CLIENT);
		String[] lines = output.getAll().split("\\R");
		assertThat(lines).anySatisfy((line) -> assertThat(line).contains("FORGED line"));
		assertThat(Arrays.stream(lines).filter((line) -> line.contains("FORGED")))
			.allSatisfy((line) -> assertThat(line).doesNotStartWith("FORGED"));
	}

	@Test
	void aTerminalIsNotToldWhatToDo(CapturedOutput output) {
		server.m2m("console.log('before\\u001b[2J\\u009b2Jafter\\u0007');");
		server.clientCredentials(CLIENT);
		assertThat(output.getAll()).contains("before[2J2Jafter").doesNotContain("\u001b", "\u009b", "\u0007");
	}

}
