package io.claimflow.fetch;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Makes HTTP calls for workflows. A call reaches public addresses, and others only if
 * {@link FetchLimits#allow()} names them; this holds for every address of a name and for
 * every redirect. Nothing is kept between calls but connections: no cookies, no
 * credentials, no cache. Proxies of the environment are not used, but only the one that
 * {@link FetchConnections} names. A call that fails is not repeated.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110">RFC 9110: HTTP Semantics</a>
 */
public final class Fetcher implements FetchHandler, AutoCloseable {

	/** One thread each, also while a name is resolved, which cannot be interrupted. */
	static final int CALLS = 64;

	private static final int IDLE_THREAD_SECONDS = 30;

	private static final FetchListener NOBODY = (method) -> (end) -> {
	};

	private final FetchLimits limits;

	private final FetchListener listener;

	private final AddressGuard guard;

	private final @Nullable OwnServer ownServer;

	private final CloseableHttpClient client;

	private final Optional<Supplier<FetchConnections.Tls>> tls;

	private final ThreadPoolExecutor workers = new ThreadPoolExecutor(0, CALLS, IDLE_THREAD_SECONDS, TimeUnit.SECONDS,
			new SynchronousQueue<>(), daemon("claimflow-fetch"));

	private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1,
			daemon("claimflow-fetch-clock"));

	private final Set<CompletableFuture<FetchResponse>> running = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/** Creates a fetcher that resolves names as the JVM does. */
	public Fetcher(FetchLimits limits) {
		this(limits, NOBODY);
	}

	/**
	 * Creates a fetcher that resolves names as the JVM does.
	 * @param listener is told of every call
	 */
	public Fetcher(FetchLimits limits, FetchListener listener) {
		this(limits, FetchConnections.direct(), listener, null);
	}

	/**
	 * Creates a fetcher that resolves names as the JVM does.
	 * @param connections how calls get to where they go
	 * @param listener is told of every call
	 * @param ownServer the server in which workflows run, whose open paths calls may
	 * reach wherever it is, or null if there are none
	 */
	public Fetcher(FetchLimits limits, FetchConnections connections, FetchListener listener,
			@Nullable OwnServer ownServer) {
		this(limits, connections, InetAddress::getAllByName, listener, ownServer);
	}

	Fetcher(FetchLimits limits, NameService names) {
		this(limits, names, NOBODY);
	}

	Fetcher(FetchLimits limits, NameService names, FetchListener listener) {
		this(limits, FetchConnections.direct(), names, listener, null);
	}

	Fetcher(FetchLimits limits, FetchConnections connections, NameService names, FetchListener listener) {
		this(limits, connections, names, listener, null);
	}

	Fetcher(FetchLimits limits, FetchConnections connections, NameService names, FetchListener listener,
			@Nullable OwnServer ownServer) {
		this.limits = limits;
		this.listener = listener;
		this.ownServer = ownServer;
		HttpHost proxy = connections.proxy().map(Fetcher::host).orElse(null);
		this.guard = new AddressGuard(names, AllowList.of(limits.allow()), proxy, ownServer);
		this.tls = connections.tls();
		this.client = Clients.client(limits, this.guard, proxy, this.tls);
		this.clock.setRemoveOnCancelPolicy(true);
	}

	private static HttpHost host(URI proxy) {
		return new HttpHost("http", HostName.of(proxy.getHost()).text(), proxy.getPort());
	}

	private static ThreadFactory daemon(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	@Override
	public FetchBudget budget() {
		return new FetchBudget(this.limits.totalBytes());
	}

	/**
	 * Starts a call that belongs to no run. See
	 * {@link #fetch(FetchRequest, FetchBudget)}.
	 */
	public CompletableFuture<FetchResponse> fetch(FetchRequest request) {
		return fetch(request, budget());
	}

	/**
	 * Starts a call. The future ends within the timeout whatever the network does, and
	 * fails with {@link FetchException} only. Cancelling it ends the call. What depends
	 * on it runs in the threads of the calls unless it is asynchronous, and must not
	 * block there.
	 * @param request the call
	 * @param budget what it and others may carry together
	 */
	@Override
	public CompletableFuture<FetchResponse> fetch(FetchRequest request, FetchBudget budget) {
		Consumer<FetchEnd> told = this.listener.began(Hop.method(request));
		try {
			HttpCall call = new HttpCall(this.client, this.limits, this.guard, this.ownServer, budget,
					this.tls.map(Supplier::get), Hop.of(request, this.limits, budget));
			CompletableFuture<FetchResponse> answer = new CompletableFuture<>();
			CompletableFuture<FetchResponse> result = afterwards(answer, call, told);
			start(call, answer);
			return result;
		}
		catch (FetchException ex) {
			told.accept(new FetchEnd(Optional.empty(), OptionalInt.empty(), Optional.of(ex.failure())));
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** The answer, once the listener knows of it. */
	private static CompletableFuture<FetchResponse> afterwards(CompletableFuture<FetchResponse> answer, HttpCall call,
			Consumer<FetchEnd> told) {
		CompletableFuture<FetchResponse> result = new CompletableFuture<>();
		answer.whenComplete((response, failure) -> {
			try {
				told.accept(end(call, response, failure));
			}
			finally {
				if (failure != null) {
					result.completeExceptionally(failure);
				}
				else {
					result.complete(response);
				}
			}
		});
		result.whenComplete((response, failure) -> answer.cancel(true));
		return result;
	}

	private static FetchEnd end(HttpCall call, @Nullable FetchResponse response, @Nullable Throwable failure) {
		Optional<FetchFailure> kind = Optional.ofNullable(failure)
			.map((thrown) -> (thrown instanceof FetchException ex) ? ex.failure() : FetchFailure.CANCELLED);
		return new FetchEnd(call.origin(), (response != null) ? OptionalInt.of(response.status()) : OptionalInt.empty(),
				kind);
	}

	private void start(HttpCall call, CompletableFuture<FetchResponse> answer) {
		this.running.add(answer);
		answer.whenComplete((response, failure) -> {
			this.running.remove(answer);
			call.end();
		});
		try {
			Future<?> deadline = this.clock.schedule(() -> answer.completeExceptionally(call.timeout()),
					this.limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
			answer.whenComplete((response, failure) -> deadline.cancel(false));
			this.workers.execute(() -> make(call, answer));
		}
		catch (RejectedExecutionException ex) {
			answer.completeExceptionally(this.closed ? stopped() : tooMany());
		}
		if (this.closed) {
			answer.completeExceptionally(stopped());
		}
	}

	private static void make(HttpCall call, CompletableFuture<FetchResponse> answer) {
		try {
			answer.complete(call.make());
		}
		catch (FetchException ex) {
			answer.completeExceptionally(ex);
		}
		catch (RuntimeException ex) {
			answer.completeExceptionally(new FetchException(FetchFailure.INTERNAL,
					"The call failed in the HTTP client with " + ex.getClass().getSimpleName()));
		}
	}

	private static FetchException tooMany() {
		return new FetchException(FetchFailure.OVERLOAD,
				CALLS + " calls are in flight, which is the most there can be at once: "
						+ "make fewer calls at a time, or try again later");
	}

	private static FetchException stopped() {
		return new FetchException(FetchFailure.CANCELLED,
				"The application is shutting down: no calls are made any more");
	}

	/** Ends all calls and connections; later calls fail. */
	@Override
	public void close() {
		this.closed = true;
		this.running.forEach((answer) -> answer.completeExceptionally(stopped()));
		this.workers.shutdown();
		this.clock.shutdownNow();
		this.client.close(CloseMode.IMMEDIATE);
	}

}
