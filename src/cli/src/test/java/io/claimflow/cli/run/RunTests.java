package io.claimflow.cli.run;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.cli.Tool;
import io.claimflow.cli.Tool.Result;
import io.claimflow.cli.project.Author;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One run of a workflow, as its author sees it. */
class RunTests {

	@TempDir
	private Path folder;

	private Result run(String... options) {
		String[] arguments = new String[options.length + 2];
		arguments[0] = "run";
		arguments[1] = "m2m";
		System.arraycopy(options, 0, arguments, 2, options.length);
		return new Tool(this.folder).with("KEY", "a key that is secret").run(arguments);
	}

	@Test
	void theClaimsAreShownAsADifference() throws Exception {
		Author.project(this.folder, """
				const token = m2mTokenClaims<any>();
				  token.plan = { name: getEnvironmentVariable("PLAN").value };
				  token.client = [event.context.application.clientId];
				  delete token.internal;
				  token.iss = "https://other.example.com";
				  console.warn("the key is " + getEnvironmentVariable("KEY").value);
				""");
		Author.write(this.folder, "claims.json", "{\"m2mToken\": {\"internal\": [1], \"kept\": 7, \"client\": true}}");
		Result result = run("--env", "PLAN=pro", "--secret", "KEY", "--claims", "claims.json", "--set",
				"context.application.clientId=reports");
		assertThat(result.code()).as(result.err()).isZero();
		assertThat(result.out())
			.contains("m2m (m2m:token_generation): completed in ", "+ plan: {\"name\":\"pro\"}", "- internal: [1]",
					"~ client: true -> [\"reports\"] (boolean -> ", "! iss: protected, so it stays as it was",
					"WARN  the key is ", "time: ", " of 3000 ms", "calls: 0 of ")
			.doesNotContain("a key that is secret", "kept");
		assertThat(run("--json").json().path("status").asString()).isEqualTo("completed");
	}

	@Test
	void aFailureHasItsPlaceAndItsExcerpt() throws Exception {
		Author.project(this.folder, "throw new Error('no plan');");
		Result result = run();
		assertThat(result.code()).isEqualTo(1);
		assertThat(result.out()).contains("failed", "and the flow stops", "EXCEPTION: Error: no plan",
				"throw new Error('no plan');", "m2mWorkflow.ts:6:");
	}

	@Test
	void aWarningSaysItsPlaceOnce() throws Exception {
		Author.project(this.folder,
				"await kinde.fetch('https://a.example/', { timeout: 5 }); declare const kinde: any;");
		Author.write(this.folder, "stubs.json", "{\"https://a.example/*\": {\"json\": {}}}");
		assertThat(run("--stub", "stubs.json").out()).containsOnlyOnce("m2mWorkflow.ts:6:")
			.contains("no option 'timeout'");
	}

	@Test
	void callsAreAnsweredByStubsOrNotAtAllOrForReal() throws Exception {
		Author.write(this.folder, "kinde.json", "{}");
		HttpServer plans = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		plans.createContext("/", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, 0);
			exchange.getResponseBody().write("{\"name\": \"of the server\"}".getBytes(StandardCharsets.UTF_8));
			exchange.close();
		});
		plans.start();
		String url = "http://127.0.0.1:" + plans.getAddress().getPort() + "/plans";
		Author.write(this.folder, "kindeSrc/environment/workflows/m2mWorkflow.ts", """
				import { fetch, m2mTokenClaims } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "m2m", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {}, "kinde.fetch": {} },
				};
				export default async function () {
				  m2mTokenClaims<any>().plan = (await fetch("%s", { method: "GET" })).data.name;
				}
				""".formatted(url));
		try {
			Result nobody = run();
			assertThat(nobody.code()).isEqualTo(1);
			assertThat(nobody.out()).contains("No stub answers this call", "GET " + url + " (no stub)");
			Author.write(this.folder, "stubs.json", "{\"GET " + url + "\": {\"json\": {\"name\": \"of the stub\"}}}");
			assertThat(run("--stub", "stubs.json").out()).contains("+ plan: \"of the stub\"", "(stub)");
			assertThat(run("--real-calls").code()).isEqualTo(1);
			assertThat(run("--real-calls", "--allow", "127.0.0.1").out()).contains("+ plan: \"of the server\"");
		}
		finally {
			plans.stop(0);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "--event bad.json | bad.json:1:", "--event nowhere.json | nowhere.json cannot be read",
					"--event other.json | request and context", "--set user=1 | no path in an event",
					"--claims other.json | There is no token \"other\"",
					"--secret NOWHERE | environment variable NOWHERE", "--now yesterday | is no time",
					"--stub stub.json | A stub has json", "--stub list.json | it is no JSON object" })
	void whatTheRunIsGivenIsChecked(String options, String expected) throws Exception {
		Author.project(this.folder, "");
		Author.write(this.folder, "bad.json", "{\"request\": ");
		Author.write(this.folder, "other.json", "{\"other\": {}}");
		Author.write(this.folder, "stub.json", "{\"GET https://a.example\": {\"jsno\": 1}}");
		Author.write(this.folder, "list.json", "[]");
		Result result = run(options.split(" "));
		assertThat(result.code()).isEqualTo(2);
		assertThat(result.err()).contains(expected);
	}

	@Test
	void anUnknownWorkflowIsAnsweredWithThoseThatThereAre() throws Exception {
		Author.project(this.folder, "");
		Result result = new Tool(this.folder).run("run", "other");
		assertThat(result.code()).isEqualTo(2);
		assertThat(result.err()).contains("There is no workflow \"other\"; the project has m2m");
	}

	@Test
	void aDenialIsNoFailure() throws Exception {
		Author.write(this.folder, "kinde.json", "{}");
		Author.write(this.folder, "kindeSrc/environment/workflows/m2mWorkflow.ts", """
				import { denyAccess } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "m2m", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} },
				};
				export default function () { denyAccess("Not \u001B[2Jyou"); }
				""");
		Result result = run();
		assertThat(result.code()).isZero();
		assertThat(result.out()).contains("denied", "It denies the flow: Not").doesNotContain("\u001B");
	}

}
