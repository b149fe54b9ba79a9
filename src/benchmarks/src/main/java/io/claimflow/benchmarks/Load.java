package io.claimflow.benchmarks;

import java.time.Duration;
import java.util.function.Function;

import io.hyperfoil.api.config.BenchmarkBuilder;
import io.hyperfoil.api.config.PhaseBuilder;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.http.api.HttpMethod;
import io.hyperfoil.http.config.HttpPluginBuilder;
import io.hyperfoil.http.config.Protocol;
import io.hyperfoil.http.steps.HttpStepCatalog;

/**
 * Asks a server for tokens, with Hyperfoil.
 */
final class Load {

	static final String BODY = "grant_type=client_credentials&scope=read";

	/** The requests that are under way at a time, when each follows the last one. */
	static final int CONNECTIONS = 8;

	/** Enough that no request of a steady rate waits for a connection. */
	private static final int MANY_CONNECTIONS = 64;

	private Load() {
	}

	/** As many requests as the server answers. */
	static Sample full(TokenEndpoint server, Duration duration) {
		return run(server, duration, CONNECTIONS, (catalog) -> catalog.always(CONNECTIONS));
	}

	/** A steady number of requests per second, however long the answers take. */
	static Sample steady(TokenEndpoint server, Duration duration, int rate) {
		return run(server, duration, MANY_CONNECTIONS,
				(catalog) -> catalog.constantRate(rate).variance(false).maxSessions(rate));
	}

	private static Sample run(TokenEndpoint server, Duration duration, int connections,
			Function<PhaseBuilder.Catalog, PhaseBuilder<?>> phase) {
		BenchmarkBuilder benchmark = BenchmarkBuilder.builder().name("tokens").threads(1);
		benchmark.addPlugin(HttpPluginBuilder::new)
			.http()
			.protocol(Protocol.fromScheme(server.uri().getScheme()))
			.host(server.uri().getHost())
			.port(server.uri().getPort())
			.sharedConnections(connections);
		phase.apply(benchmark.addPhase("load"))
			.duration(duration.toMillis())
			.scenario()
			.initialSequence("token")
			.step(HttpStepCatalog.SC)
			.httpRequest(HttpMethod.POST)
			.path(server.uri().getRawPath())
			.headers()
			.header("Authorization", server.authorization())
			.header("Content-Type", "application/x-www-form-urlencoded")
			.endHeaders()
			.body(BODY)
			.endStep()
			.endSequence();
		StatisticsSnapshot sum = new StatisticsSnapshot();
		Duration cpuBefore = server.cpuTime();
		new LocalSimulationRunner(benchmark.build(), (running, step, metric, snapshot, countDown) -> sum.add(snapshot),
				null, null)
			.run();
		if (sum.errors() + sum.invalid > 0 || sum.responseCount == 0) {
			throw new IllegalStateException("Not every answer was a token: " + sum);
		}
		return new Sample(sum.responseCount / (duration.toNanos() / 1e9), sum.histogram,
				server.cpuTime().minus(cpuBefore).toNanos() / 1e3 / sum.responseCount);
	}

}
