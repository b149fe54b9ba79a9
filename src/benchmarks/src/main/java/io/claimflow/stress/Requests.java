package io.claimflow.stress;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Requests to a server for some time, and how long they took: from the moment at which
 * they were due, not from when the client came round to them.
 */
public final class Requests implements AutoCloseable {

	private static final String TOKEN = "grant_type=client_credentials&client_id=stress&client_secret=s";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "requests");
		thread.setDaemon(true);
		return thread;
	});

	private final Histogram nanos = new ConcurrentHistogram(3);

	private final Map<String, AtomicInteger> ends = new ConcurrentHashMap<>();

	private final AtomicInteger underWay = new AtomicInteger();

	private volatile boolean over;

	/** A request for a token, which an honest workflow has a say in. */
	public static HttpRequest token(StressProcess server) {
		return HttpRequest.newBuilder(URI.create(server.url("/oauth2/token")))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(TOKEN))
			.build();
	}

	/** A request that fires the trigger of a workflow, or goes past all of them. */
	public static HttpRequest get(StressProcess server, String path) {
		return HttpRequest.newBuilder(URI.create(server.url(path))).build();
	}

	/** One of several requests, by chance. */
	public static Supplier<HttpRequest> oneOf(List<HttpRequest> requests) {
		return () -> requests.get(ThreadLocalRandom.current().nextInt(requests.size()));
	}

	/** Begins with a number of requests per second, however long they take. */
	public Requests steadily(double perSecond, Supplier<HttpRequest> request) {
		this.threads.execute(() -> {
			long step = (long) (1e9 / perSecond);
			for (long due = System.nanoTime(); !this.over; due += step) {
				LockSupport.parkNanos(due - System.nanoTime());
				send(request.get(), due);
			}
		});
		return this;
	}

	/**
	 * Begins with a number of requests at a time, each of which follows the last one.
	 * @param pause the time between an answer and the next request: whoever is refused at
	 * once comes again, but not in a loop of its own
	 */
	public Requests atATime(int number, Duration pause, Supplier<HttpRequest> request) {
		for (int i = 0; i < number; i++) {
			this.threads.execute(() -> follow(pause, request));
		}
		return this;
	}

	private void follow(Duration pause, Supplier<HttpRequest> request) {
		if (!this.over) {
			send(request.get(), System.nanoTime()).thenRun(() -> this.threads.execute(() -> {
				LockSupport.parkNanos(pause.toNanos());
				follow(pause, request);
			}));
		}
	}

	/**
	 * Asks for a number of things at a time, until the server is warm.
	 * @throws IllegalStateException if it answers anything but 200: then nothing else is
	 * worth measuring
	 */
	public static void warmUp(Duration duration, HttpRequest request) throws InterruptedException {
		try (Requests requests = new Requests().atATime(4, Duration.ZERO, () -> request)) {
			requests.endAfter(duration);
			if (!requests.ends().keySet().equals(Set.of("200"))) {
				throw new IllegalStateException(request.uri() + " was answered " + requests.ends());
			}
		}
	}

	private CompletableFuture<Void> send(HttpRequest request, long due) {
		this.underWay.incrementAndGet();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).handle((response, failure) -> {
			this.nanos.recordValue(Math.max(1, System.nanoTime() - due));
			String end = (failure != null) ? failure.getClass().getSimpleName()
					: (request.uri().getPath().startsWith("/stress/run") && response.statusCode() == 200)
							? response.body() : String.valueOf(response.statusCode());
			this.ends.computeIfAbsent(end, (key) -> new AtomicInteger()).incrementAndGet();
			this.underWay.decrementAndGet();
			return null;
		});
	}

	/** Ends after a time, once all answers are there. */
	public Requests endAfter(Duration duration) throws InterruptedException {
		Thread.sleep(duration.toMillis());
		end();
		return this;
	}

	/** Begins no further request, and waits for the answers. */
	public void end() throws InterruptedException {
		this.over = true;
		long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (this.underWay.get() > 0 && System.nanoTime() < latest) {
			Thread.sleep(10);
		}
	}

	/** The times that the requests took so far, which are then forgotten. */
	public Histogram take() {
		Histogram taken = this.nanos.copy();
		this.nanos.reset();
		return taken;
	}

	/** How often the requests ended how: by status, or by how the run ended. */
	public Map<String, Integer> ends() {
		Map<String, Integer> sorted = new TreeMap<>();
		this.ends.forEach((end, count) -> sorted.put(end, count.get()));
		return sorted;
	}

	/** A row of a table. */
	public static String row(Histogram nanos) {
		return "%8d %8.1f %8.1f %8.1f %8.1f".formatted(nanos.getTotalCount(), nanos.getValueAtPercentile(50) / 1e6,
				nanos.getValueAtPercentile(99) / 1e6, nanos.getValueAtPercentile(99.9) / 1e6,
				nanos.getMaxValue() / 1e6);
	}

	@Override
	public void close() {
		this.over = true;
		this.threads.shutdownNow();
	}

}
