package io.claimflow.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.Outcome;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.Fetcher;
import io.claimflow.project.Project;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A run with one call to a server that answers at once, and the same call without a
 * workflow.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FetchBenchmark {

	private static final String SOURCE = """
			export const workflowSettings = {
			  id: "fetch", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {}, "kinde.fetch": {} },
			};
			export default async function () {
			  const { json } = await kinde.fetch("%s");
			  kinde.m2mToken.setCustomClaim("plan", json.plan);
			}
			""";

	private final HttpClient client = HttpClient.newHttpClient();

	private HttpServer server;

	private HttpRequest request;

	private Fetcher fetcher;

	private WorkflowEngine engine;

	private DeployedWorkflow workflow;

	@Setup
	public void start() throws IOException {
		// It sends headers and body apart, and would wait 40 ms for the receipt of the
		// first.
		System.setProperty("sun.net.httpserver.nodelay", "true");
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		byte[] answer = "{\"plan\":\"pro\"}".getBytes(StandardCharsets.UTF_8);
		this.server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		this.server.start();
		String authority = "127.0.0.1:" + this.server.getAddress().getPort();
		this.request = HttpRequest.newBuilder(URI.create("http://" + authority + "/")).build();
		this.fetcher = new Fetcher(new FetchLimits(Duration.ofSeconds(2), 1024 * 1024, 5, List.of(authority)));
		this.engine = WorkflowEngine.builder().fetcher(this.fetcher).build();
		this.engine.warmUp(50);
		this.workflow = Workflows
			.deploy(this.engine,
					new Project("benchmark", Optional.empty(), List.of("fetchWorkflow.ts"),
							Map.of("fetchWorkflow.ts", SOURCE.formatted(this.request.uri()))))
			.get(0);
	}

	@TearDown
	public void stop() {
		this.engine.close();
		this.fetcher.close();
		this.server.stop(0);
	}

	@Benchmark
	public String callAlone() throws IOException, InterruptedException {
		return this.client.send(this.request, HttpResponse.BodyHandlers.ofString()).body();
	}

	@Benchmark
	public Outcome runWithCall() {
		return Workflows.run(this.engine, this.workflow, Outcome.Status.COMPLETED);
	}

}
