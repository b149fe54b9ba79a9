package io.claimflow.spring.observation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.observation.RecordedObservations.Span;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metrics and spans of a server.
 */
class ObservationTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final String M2M = "kindeSrc/environment/workflows/m2mWorkflow.ts";

	private static HttpServer crm;

	private static AuthServer server;

	@BeforeAll
	static void start() throws IOException {
		crm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		crm.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/gone") ? 410 : 204, -1);
			exchange.close();
		});
		crm.start();
		server = AuthServer.builder()
			.m2m("")
			.property("claimflow.fetch.allow", "127.0.0.1")
			.with(RecordedObservations.class)
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
		crm.stop(0);
	}

	@BeforeEach
	void clear() {
		observed().clear();
	}

	private static RecordedObservations observed() {
		return server.context().getBean(RecordedObservations.class);
	}

	private static long count(String name, String... tags) {
		return count(server, name, tags);
	}

	private static long count(AuthServer server, String name, String... tags) {
		return server.context()
			.getBean(MeterRegistry.class)
			.find(name)
			.tags(tags)
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	@Test
	void aRunIsCountedByItsWorkflowItsTriggerAndHowItEnded() {
		for (String body : List.of("", "denyAccess('no');", "throw new Error('no');")) {
			server.m2m(body);
			server.clientCredentials(CLIENT);
		}
		String[] completed = { "workflow", "m2m", "trigger", "m2m:token_generation", "status", "COMPLETED", "failure",
				"none" };
		long before = count("claimflow.run", completed);
		server.m2m("");
		server.clientCredentials(CLIENT);
		assertThat(count("claimflow.run", completed)).isEqualTo(before + 1);
		assertThat(count("claimflow.run", "status", "DENIED", "failure", "none")).isPositive();
		assertThat(count("claimflow.run", "status", "FAILED", "failure", "EXCEPTION")).isPositive();
		assertThat(observed().spans("claimflow.run")).extracting((span) -> span.low().get("status"))
			.containsExactly("COMPLETED", "DENIED", "FAILED", "COMPLETED");
	}

	@Test
	void aRunIsCountedByItsDeployment() {
		server.m2m("");
		long number = server.context().getBean(Deployments.class).live().orElseThrow().number();
		server.clientCredentials(CLIENT);
		assertThat(count("claimflow.run", "deployment", String.valueOf(number))).isEqualTo(1);
	}

	@Test
	void aRunThatNeedNotBeMadeIsCountedAsOne() {
		server.m2m("m2mTokenClaims<any>().plan = 'pro';");
		long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
		while (count("claimflow.run", "status", "COMPLETED", "cached", "true") == 0) {
			assertThat(System.nanoTime()).isLessThan(end);
			assertThat(server.clientCredentials(CLIENT).accessTokenClaims()).containsEntry("plan", "pro");
		}
		assertThat(observed().spans("claimflow.run").get(0).low()).containsEntry("cached", "false");
		assertThat(observed().spans("claimflow.run")).extracting((span) -> span.high().get("run.id"))
			.doesNotHaveDuplicates();
	}

	@Test
	void aRunsSpanHasTheIdentifierThatTheClientSaw() {
		server.m2m("throw new Error('no');");
		Matcher run = Pattern.compile("\\(run (\\w+)\\)")
			.matcher(server.clientCredentials(CLIENT).text("error_description"));
		assertThat(run.find()).isTrue();
		assertThat(observed().spans("claimflow.run")).singleElement().satisfies((span) -> {
			assertThat(span.contextualName()).isEqualTo("workflow m2m");
			assertThat(span.high()).containsEntry("run.id", run.group(1));
			assertThat(span.error()).endsWith("ObservedFailure: EXCEPTION");
			assertThat(span.parent()).isNotEmpty();
		});
	}

	@Test
	void aCallIsObservedWithinItsRun() {
		server.m2m("""
				await kinde.fetch("http://127.0.0.1:%1$d/");
				await kinde.fetch("http://127.0.0.1:%1$d/gone", { method: "POST" });
				""".formatted(crm.getAddress().getPort()));
		assertThat(server.clientCredentials(CLIENT).status()).isEqualTo(200);
		String origin = "http://127.0.0.1:" + crm.getAddress().getPort();
		assertThat(observed().spans()).containsExactly(
				new Span("claimflow.fetch", "fetch GET", Map.of("method", "GET", "status", "2xx", "failure", "none"),
						Map.of("origin", origin), "", "claimflow.run"),
				new Span("claimflow.fetch", "fetch POST", Map.of("method", "POST", "status", "4xx", "failure", "none"),
						Map.of("origin", origin), "", "claimflow.run"),
				observed().spans("claimflow.run").get(0));
		assertThat(count("claimflow.fetch", "method", "POST", "status", "4xx", "failure", "none")).isPositive();
	}

	@Test
	void aCallThatFailsIsCountedByWhatFailed() {
		server.m2m("await kinde.fetch('http://10.1.2.3/');");
		server.clientCredentials(CLIENT);
		assertThat(observed().spans("claimflow.fetch")).singleElement()
			.isEqualTo(new Span("claimflow.fetch", "fetch GET",
					Map.of("method", "GET", "status", "none", "failure", "REFUSED"), Map.of("origin", "none"),
					"io.claimflow.spring.observation.ObservedFailure: REFUSED", "claimflow.run"));
		assertThat(count("claimflow.fetch", "status", "none", "failure", "REFUSED")).isPositive();
	}

	@Test
	void aDeploymentIsCountedByHowItEnded() {
		try (AuthServer reloading = AuthServer.builder()
			.m2m("")
			.property("claimflow.reload", true)
			.with(RecordedObservations.class)
			.start()) {
			RecordedObservations observed = reloading.context().getBean(RecordedObservations.class);
			assertThat(observed.spans("claimflow.deploy").get(0))
				.isEqualTo(new Span("claimflow.deploy", "deploy workflows", Map.of("status", "LIVE"),
						Map.of("deployment", "1", "problems", "none"), "", ""));
			reloading.write(M2M, "export default 's3cret' 's3cret';");
			Awaitility.await().until(() -> count(reloading, "claimflow.deploy", "status", "REJECTED") > 0);
			assertThat(observed.spans("claimflow.deploy")).contains(new Span("claimflow.deploy", "deploy workflows",
					Map.of("status", "REJECTED"), Map.of("deployment", "none", "problems", "1"),
					"io.claimflow.spring.observation.ObservedFailure: REJECTED", ""));
			reloading.write(M2M,
					AuthServer.Builder.source("m2m", "m2m:token_generation", "m2mTokenClaims<any>().mended = true;"));
			Awaitility.await().until(() -> count(reloading, "claimflow.deploy", "status", "LIVE") > 1);
			assertThat(count(reloading, "claimflow.deploy", "status", "ERROR")).isZero();
		}
	}

	@Test
	void everythingIsObservedAsDocumented() {
		server.m2m("await kinde.fetch('http://10.1.2.3/');");
		server.clientCredentials(CLIENT);
		for (WorkflowObservation observation : List.of(WorkflowObservation.RUN, WorkflowObservation.FETCH)) {
			assertThat(observed().spans(observation.getName())).isNotEmpty().allSatisfy((span) -> {
				assertThat(span.low()).containsOnlyKeys(names(observation.getLowCardinalityKeyNames()));
				assertThat(span.high()).containsOnlyKeys(names(observation.getHighCardinalityKeyNames()));
			});
		}
	}

	private static String[] names(KeyName[] keys) {
		return Arrays.stream(keys).map(KeyName::asString).toArray(String[]::new);
	}

}
