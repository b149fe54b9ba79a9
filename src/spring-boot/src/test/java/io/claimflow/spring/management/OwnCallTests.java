package io.claimflow.spring.management;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.claimflow.fetch.OwnServer;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.Browser;
import io.claimflow.spring.server.RecordedRuns;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What workflows ask of their own server, which has two threads for all others and whose
 * URL no network leads to.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnCallTests {

	private static final int THREADS = 2;

	private static final int REQUESTS = 4 * THREADS;

	private static ApiServer server;

	@BeforeAll
	static void start() {
		server = ApiServer.start((builder) -> builder.write("kindeSrc/environment/workflows/m2mWorkflow.ts", m2m("""
				const api = await createKindeAPI(event);
				const path = `applications/${event.context.application.clientId}/properties`;
				await api.patch({ endpoint: path, params: { properties: { plan: "pro" } } });
				const { data } = await api.get({ endpoint: path });
				m2mTokenClaims<any>().plan = data.properties.find((it: any) => it.key === "plan").value;
				"""))
			.write("kindeSrc/environment/workflows/existingWorkflow.ts",
					"""
							import { createKindeAPI, invalidateFormField } from "@kinde/infrastructure";
							export const workflowSettings = { id: "existing", trigger: "user:existing_password_provided",
							  bindings: { "kinde.widget": {}, "kinde.env": {}, "kinde.fetch": {}, url: {} } };
							export default async function (event: any) {
							  const { providedEmail, password, hashedPassword, hasUserRecordInKinde } = event.context.auth;
							  if (hasUserRecordInKinde) return;
							  if (password !== "old secret") return invalidateFormField("p_password", "Wrong");
							  const api = await createKindeAPI(event);
							  const { data: user } = await api.post({ endpoint: "user",
							    params: { identities: [{ type: "email", details: { email: providedEmail } }] } });
							  await api.put({ endpoint: `users/${user.id}/password`, params: { hashed_password: hashedPassword } });
							}
							""")
			.property("server.tomcat.threads.max", THREADS)
			.property("server.tomcat.threads.min-spare", THREADS)
			.property("claimflow.fetch.timeout", "15s")
			.with(Observers.class));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		runs().take();
	}

	private static String m2m(String body) {
		return """
				import { createKindeAPI, getM2MToken, m2mTokenClaims } from "@kinde/infrastructure";
				export const workflowSettings = { id: "m2m", trigger: "m2m:token_generation",
				  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.fetch": {}, url: {} } };
				export default async function (event: any) {
				%s
				}
				""".formatted(body);
	}

	private static RecordedRuns runs() {
		return server.auth().context().getBean(RecordedRuns.class);
	}

	private static List<Response> atOnce(ApiServer server, int requests) {
		ExecutorService clients = Executors.newFixedThreadPool(requests);
		try {
			return IntStream.range(0, requests)
				.mapToObj((number) -> CompletableFuture.supplyAsync(
						() -> server.auth().clientCredentials(ApiServer.CLIENT, "scope", "read:users"), clients))
				.toList()
				.stream()
				.map(CompletableFuture::join)
				.toList();
		}
		finally {
			clients.shutdownNow();
		}
	}

	@Test
	void workflowIsAnsweredThoughEveryOtherThreadRunsOne() {
		assertThat(atOnce(server, REQUESTS)).hasSize(REQUESTS)
			.allSatisfy((response) -> assertThat(response.accessTokenClaims()).containsEntry("plan", "pro"));
		assertThat(runs().take()).hasSize(REQUESTS);
	}

	@Test
	void serverSeesTheCallsAsCallsToItsUrl() {
		Observers.URLS.clear();
		server.auth().clientCredentials(ApiServer.CLIENT);
		assertThat(Observers.URLS).contains(ApiServer.ISSUER + "/api/v1/applications/api/properties true");
	}

	@Test
	void userOfAnOldSystemIsCreatedAndSignsInAtTheFirstAttempt(CapturedOutput output) {
		Browser browser = new Browser(server.auth());
		assertThat(browser.post("/login", "username", "old@one.example", "password", "old guess").location())
			.contains("error");
		assertThat(server.get("user?id=old@one.example").status()).isEqualTo(404);
		assertThat(browser.post("/login", "username", "old@one.example", "password", "old secret").location())
			.doesNotContain("error");
		assertThat(new Browser(server.auth()).post("/login", "username", "old@one.example", "password", "old secret")
			.location()).doesNotContain("error");
		assertThat(server.get("user?id=old@one.example").json()).containsEntry("preferred_email", "old@one.example");
		assertThat(output).doesNotContain("old secret", "secret-" + ApiServer.CLIENT, "{bcrypt}");
	}

	@Test
	void workflowsThatAskForTokensWithWorkflowsComeToAnEnd() {
		try (ApiServer recursive = ApiServer
			.start((builder) -> builder.write("kindeSrc/environment/workflows/m2mWorkflow.ts", m2m("""
					const { kindeDomain: domain } = event.context.domains;
					await getM2MToken("other", { domain, clientId: "api", clientSecret: "secret-api",
					  audience: ["https://orders.example"], skipCache: true });
					"""))
				.property("claimflow.api.threads", 4)
				.property("claimflow.fetch.timeout", "15s")
				.with(Observers.class))) {
			recursive.auth().context().getBean(RecordedRuns.class).take();
			assertThat(recursive.auth().clientCredentials(ApiServer.CLIENT).json()).containsEntry("error",
					"server_error");
			assertThat(recursive.auth().context().getBean(RecordedRuns.class).take()).hasSizeLessThanOrEqualTo(3);
			assertThat(AuthServer.claims(recursive.token())).containsEntry("aud", ApiServer.AUDIENCE);
		}
	}

	private static OwnServer.Entrance entrance() {
		return server.auth().context().getBean(OwnServerEntrance.class).entrance().orElseThrow();
	}

	private static Response knock(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + entrance().address().getPort() + path));
		return ApiServer.send(((headers.length > 0) ? request.headers(headers) : request).build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/.well-known/jwks.json", "/api/v1/business", "/login", "/oauth2/token", "/" })
	void nobodyElseIsLetIn(String path) {
		assertThat(knock(path).status()).isEqualTo(404);
		assertThat(knock(path).body()).isEmpty();
		assertThat(knock(path, entrance().headerName(), "guessed").status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/login", "/", "/api/v1", "/oauth2/tokens", "/api/v1/../../login",
			"/api/v1/%2e%2e/%2e%2e/login", "/oauth2/token;x=/../../login", "/api/v1/%c0%ae%c0%ae/%c0%ae%c0%ae/login",
			"/api/v1/..%00/login" })
	void workflowsReachNothingElseThere(String path) {
		assertThat(knock(path, entrance().headerName(), entrance().headerValue()).status()).isIn(400, 404);
	}

	@Test
	void entranceIsOnTheLoopbackInterfaceAlone() {
		assertThat(entrance().address().getAddress().isLoopbackAddress()).isTrue();
		assertThat(entrance()).asString().doesNotContain(entrance().headerValue());
		assertThat(knock("/.well-known/jwks.json", entrance().headerName(), entrance().headerValue()).body())
			.contains("\"kid\"");
	}

	/** Sees runs and requests. */
	@Configuration(proxyBeanMethods = false)
	static class Observers {

		static final List<String> URLS = new CopyOnWriteArrayList<>();

		@Bean
		RecordedRuns recordedRuns() {
			return new RecordedRuns();
		}

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		Filter urls() {
			return (request, response, chain) -> {
				URLS.add(((HttpServletRequest) request).getRequestURL() + " " + request.isSecure());
				chain.doFilter(request, response);
			};
		}

	}

}
