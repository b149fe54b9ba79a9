package io.claimflow.spring.token;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for tokens whose claims come from another system.
 */
@ExtendWith(OutputCaptureExtension.class)
class OutboundCallTests {

	private static HttpServer crm;

	@BeforeAll
	static void start() throws IOException {
		crm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		crm.createContext("/plan", (exchange) -> {
			byte[] body = "{\"plan\":\"%s\"}".formatted(exchange.getRequestHeaders().getFirst("X-Client"))
				.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		crm.start();
	}

	@AfterAll
	static void stop() {
		crm.stop(0);
	}

	private static AuthServer.Builder server() {
		return AuthServer.builder().write("kindeSrc/environment/workflows/crmWorkflow.ts", """
				import { fetch, m2mTokenClaims } from "@kinde/infrastructure";
				export const workflowSettings = { id: "crm", trigger: "m2m:token_generation",
				  bindings: { "kinde.m2mToken": {}, "kinde.fetch": {} } };
				export default async function (event: any) {
				  const { data } = await fetch<any>("http://127.0.0.1:%d/plan?key=" + "hush!".slice(0, 4),
				    { method: "GET", headers: { "X-Client": event.context.application.clientId } });
				  m2mTokenClaims<any>().plan = data.plan;
				}
				""".formatted(crm.getAddress().getPort()));
	}

	@Test
	void aSystemThatTheOperatorAllowsAnswers() {
		try (AuthServer server = server().property("claimflow.fetch.allow", "127.0.0.1").start()) {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims()).containsEntry("plan",
					AuthServerConfiguration.JWT);
		}
	}

	@Test
	void anAddressThatIsNotPublicIsRefused(CapturedOutput output) {
		try (AuthServer server = server().start()) {
			AuthServer.Response response = server.clientCredentials(AuthServerConfiguration.JWT);
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.json()).containsEntry("error", "server_error");
			assertThat(output).contains("a loopback address", "claimflow.fetch.allow").doesNotContain("key=hush");
		}
	}

}
