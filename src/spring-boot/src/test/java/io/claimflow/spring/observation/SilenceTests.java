package io.claimflow.spring.observation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.claimflow.spring.run.WorkflowRuns;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing an operator is shown holds what a workflow was given, however the
 * workflow tries.
 */
class SilenceTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static HttpServer crm;

	private static AuthServer server;

	private final ListAppender<ILoggingEvent> ends = new ListAppender<>();

	@BeforeAll
	static void start() throws Exception {
		crm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		crm.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		crm.start();
		server = AuthServer.builder()
			.m2m("")
			.property("claimflow.secrets.API_KEY", "hidden-key")
			.property("claimflow.fetch.allow", "127.0.0.1")
			.property("management.endpoints.web.exposure.include", "*")
			.property("management.endpoint.health.show-details", "always")
			.property("logging.level.io.claimflow.spring.run", "INFO")
			.with(RecordedObservations.class)
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
		crm.stop(0);
	}

	@BeforeEach
	void listen() {
		this.ends.start();
		logger().addAppender(this.ends);
	}

	@AfterEach
	void leave() {
		logger().detachAppender(this.ends);
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(WorkflowRuns.ENDS_LOGGER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "throw new Error(all);", "throw all;", "throw { claim: true, message: all };",
			"throw Object.assign(new Error(all), { claim: true });", "await Promise.reject(new TypeError(all));",
			"console.error(all); null.x;", "denyAccess(all);", "denyAccess(all); throw new Error(all);",
			"const named = { [all]() { throw new Error(all); } }; named[all]();",
			"class Hidden extends Error {}; Object.defineProperty(Hidden, 'name', { value: all }); throw new Hidden(all);",
			"token[all] = Symbol(all);", "token[all] = 1; token.sub = all;",
			"await kinde.fetch('http://127.0.0.1:PORT/' + all + '?q=' + all, { headers: { 'X-Q': all } });",
			"await kinde.fetch('http://' + value + ':' + key + '@127.0.0.1:PORT/');",
			"await kinde.fetch('http://' + value + '.invalid/');", "await kinde.fetch(all);",
			"await kinde.fetch('http://127.0.0.1:PORT/', { method: value });",
			"await kinde.fetch(value + '://127.0.0.1:PORT/');",
			"const error = new Error(all); error.stack = all; throw error;" })
	void whatAWorkflowKnowsStaysInIt(String attempt) {
		server.m2m("""
				const key = getEnvironmentVariable("API_KEY").value;
				const value = event.request.auth.audience[0];
				const token = m2mTokenClaims<any>();
				token.custom = value;
				const all = [value, key, token.custom, event.context.application.clientId + "-hidden"].join(" ");
				console.log(all);
				""" + attempt.replace("PORT", String.valueOf(crm.getAddress().getPort())));
		server.clientCredentials(CLIENT, "audience", "hidden-value");
		assertThat(this.ends.list).hasSizeLessThanOrEqualTo(1);
		assertThat(log()).doesNotContain("hidden-", CLIENT + "-hidden");
		assertThat(server.context().getBean(RecordedObservations.class).spans()).isNotEmpty()
			.allSatisfy((span) -> assertThat(span.toString()).doesNotContain("hidden-"));
		assertThat(meters()).contains("claimflow.run").doesNotContain("hidden-");
		for (String path : List.of("/actuator/workflows", "/actuator/health", "/actuator/metrics")) {
			AuthServer.Response response = server.getSignedIn(path);
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body()).doesNotContain("hidden-");
		}
	}

	private String log() {
		return this.ends.list.stream()
			.map((event) -> event.getFormattedMessage() + event.getKeyValuePairs() + event.getMDCPropertyMap()
					+ event.getThrowableProxy())
			.collect(Collectors.joining("\n"));
	}

	private static String meters() {
		return server.context()
			.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.map(Meter::getId)
			.map(Meter.Id::toString)
			.collect(Collectors.joining("\n"));
	}

	@Test
	void aFailedRunHasOneLineWithTheIdentifierThatTheClientSaw() {
		server.m2m("\n\nthrow new Error('no');");
		String description = server.clientCredentials(CLIENT).text("error_description");
		ILoggingEvent line = this.ends.list.get(0);
		assertThat(this.ends.list).hasSize(1);
		assertThat(line.getLevel().toString()).isEqualTo("ERROR");
		String runId = (String) pair(line, "claimflow.run");
		assertThat(description).isEqualTo("The token could not be issued (run " + runId + ")");
		assertThat(line.getFormattedMessage())
			.matches("\\[m2m " + runId + "] Failed after [\\d.]+ ms \\(EXCEPTION, policy STOP\\)"
					+ " at kindeSrc/environment/workflows/m2mWorkflow.ts:10:7");
		assertThat(pair(line, "claimflow.workflow")).isEqualTo("m2m");
		assertThat(pair(line, "claimflow.trigger")).isEqualTo("m2m:token_generation");
		assertThat(pair(line, "claimflow.deployment"))
			.isEqualTo(server.context().getBean(Deployments.class).live().orElseThrow().number());
		assertThat(pair(line, "claimflow.status")).isEqualTo("FAILED");
		assertThat(pair(line, "claimflow.failure")).isEqualTo("EXCEPTION");
		assertThat(pair(line, "claimflow.policy")).isEqualTo("STOP");
		assertThat(pair(line, "claimflow.location")).isEqualTo("kindeSrc/environment/workflows/m2mWorkflow.ts:10:7");
		assertThat(pair(line, "claimflow.duration_ms")).isInstanceOf(Long.class);
	}

	@Test
	void aDeniedRunHasOneLineWithTheIdentifierThatTheClientSaw() {
		server.m2m("denyAccess('Contract ended');");
		String description = server.clientCredentials(CLIENT).text("error_description");
		assertThat(this.ends.list).singleElement().satisfies((line) -> {
			assertThat(line.getLevel().toString()).isEqualTo("INFO");
			assertThat(description).isEqualTo("Contract ended (run " + pair(line, "claimflow.run") + ")");
			assertThat(pair(line, "claimflow.status")).isEqualTo("DENIED");
			assertThat(line.getFormattedMessage()).matches("\\[m2m \\w+] Denied after [\\d.]+ ms");
		});
	}

	@Test
	void aCompletedRunHasNoLine() {
		server.m2m("");
		server.clientCredentials(CLIENT);
		assertThat(this.ends.list).isEmpty();
	}

	private static Object pair(ILoggingEvent line, String key) {
		return line.getKeyValuePairs()
			.stream()
			.filter((pair) -> pair.key.equals(key))
			.map((KeyValuePair pair) -> pair.value)
			.findFirst()
			.orElseThrow();
	}

}
