package io.claimflow.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLException;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * A call with its redirects. It is made in one thread and may be ended from another.
 */
final class HttpCall {

	private final CloseableHttpClient client;

	private final FetchLimits limits;

	private final AddressGuard guard;

	private final FetchBudget budget;

	private final @Nullable OwnServer ownServer;

	private final Optional<FetchConnections.Tls> tls;

	private final Hop first;

	private final AtomicReference<@Nullable HttpUriRequestBase> current = new AtomicReference<>();

	private volatile boolean ended;

	private volatile boolean reached;

	HttpCall(CloseableHttpClient client, FetchLimits limits, AddressGuard guard, @Nullable OwnServer ownServer,
			FetchBudget budget, Optional<FetchConnections.Tls> tls, Hop first) {
		this.client = client;
		this.limits = limits;
		this.guard = guard;
		this.ownServer = ownServer;
		this.budget = budget;
		this.tls = tls;
		this.first = first;
	}

	/** Makes the call; blocks until there is an answer. */
	FetchResponse make() throws FetchException {
		Hop exchange = this.first;
		for (int redirects = 0;; redirects++) {
			HttpUriRequestBase request = exchange.request();
			start(request);
			try {
				HttpHost host = host(exchange, request);
				ReachingContext context = new ReachingContext(this.guard.leavesThroughProxy(exchange.target()),
						request.getPath());
				// A connection is used again by those only who trust the same
				this.tls.ifPresent(context::setUserToken);
				request.setPath("/");
				ClassicHttpResponse response = this.client.executeOpen(host, request, context);
				this.reached |= response.getCode() < HttpStatus.SC_BAD_REQUEST;
				String location = location(response);
				if (location == null || !exchange.follows(response.getCode(), location)) {
					FetchResponse answer = ResponseReader.read(response, exchange.target(), this.limits.responseBytes(),
							this.budget);
					return context.hasSurplus() ? answer.withWarning(surplus(exchange.target())) : answer;
				}
				if (redirects == this.limits.redirects()) {
					throw tooManyRedirects();
				}
				exchange = exchange.redirected(response.getCode(), location);
			}
			catch (IOException ex) {
				throw failure(exchange.target(), redirects > 0, ex);
			}
			finally {
				// Ends the connection if a body is left, which closing it would wait for
				request.cancel();
				this.current.set(null);
			}
		}
	}

	/** What another server redirects to the own one is a call as any other. */
	private HttpHost host(Hop exchange, HttpUriRequestBase request) {
		Optional<HttpHost> own = (this.ownServer != null && exchange == this.first)
				? this.ownServer.take(exchange.target(), request) : Optional.empty();
		return own.orElseGet(exchange.target()::httpHost);
	}

	private static @Nullable String location(ClassicHttpResponse response) {
		Header location = response.getFirstHeader(HttpHeaders.LOCATION);
		return (location != null) ? location.getValue() : null;
	}

	private static String surplus(Target target) {
		return "The answer of " + target.origin()
				+ " has more behind its end, which was dropped, and the connection was"
				+ " closed: tell who runs that server that its Content-Length is too small (it may count characters"
				+ " instead of bytes), or that it sends a body where there can be none";
	}

	private FetchException tooManyRedirects() {
		return new FetchException(FetchFailure.ANSWER, this.first.target().origin() + " redirects more than "
				+ this.limits.redirects()
				+ " times: use the URL that the redirects end at, or an operator raises claimflow.fetch.redirects");
	}

	private void start(HttpUriRequestBase request) {
		this.current.set(request);
		if (this.ended) {
			request.cancel();
		}
	}

	/** Ends the call wherever it is; without effect if it is over. */
	void end() {
		this.ended = true;
		HttpUriRequestBase request = this.current.getAndSet(null);
		if (request != null) {
			request.cancel();
		}
	}

	/** Scheme, host and port of the URL, if a connection to there was made. */
	Optional<String> origin() {
		return this.reached ? Optional.of(this.first.target().origin()) : Optional.empty();
	}

	/** The failure when the time is over. */
	FetchException timeout() {
		return timeout(this.first.target());
	}

	private FetchException timeout(Target target) {
		return failure(FetchFailure.TIMEOUT, target, this.limits);
	}

	/** A failure of which nothing more is known than its kind. */
	static FetchException failure(FetchFailure kind, Target target, FetchLimits limits) {
		String origin = target.origin();
		return new FetchException(kind, switch (kind) {
			case TIMEOUT -> "The call to " + origin + " took longer than " + limits.timeout().toMillis()
					+ " ms: ask for less, or an operator raises claimflow.fetch.timeout";
			case UNKNOWN_HOST -> "The host of " + origin + " is not known: check its name";
			case TLS -> "No secure connection to " + origin
					+ ": check that its certificate is valid, for this name, and trusted by this JVM";
			case CONNECTION -> origin + " accepts no connection: check the host and port, and that it is up";
			default -> "The call to " + origin + " failed";
		});
	}

	private FetchException failure(Target target, boolean redirected, IOException ex) {
		String origin = target.origin();
		if (ex instanceof RefusedException) {
			return new FetchException(FetchFailure.REFUSED,
					(redirected ? "A redirect to " : "The call to ") + origin + " is refused: " + ex.getMessage());
		}
		if (ex instanceof UnknownHostException) {
			return failure(FetchFailure.UNKNOWN_HOST, target, this.limits);
		}
		if (ex instanceof SocketTimeoutException || ex instanceof ConnectionRequestTimeoutException) {
			return timeout(target);
		}
		if (ex instanceof ConnectException || ex instanceof NoRouteToHostException) {
			return failure(FetchFailure.CONNECTION, target, this.limits);
		}
		if (ex instanceof SSLException) {
			return failure(FetchFailure.TLS, target, this.limits);
		}
		return new FetchException(FetchFailure.CONNECTION,
				"The connection to " + origin + " ended before the answer did, or the answer is not valid HTTP");
	}

	/** Is given the ends of a connection when one is made, or taken from the pool. */
	private final class ReachingContext extends HttpClientContext implements Clients.Way {

		private final boolean throughProxy;

		private final String path;

		private @Nullable UnloggedConnection connection;

		ReachingContext(boolean throughProxy, String path) {
			this.throughProxy = throughProxy;
			this.path = path;
		}

		@Override
		public boolean throughProxy() {
			return this.throughProxy;
		}

		@Override
		public String path() {
			return this.path;
		}

		@Override
		public void over(HttpClientConnection connection) {
			this.connection = (connection instanceof UnloggedConnection known) ? known : null;
		}

		/** Whether the server has sent more than its answer. */
		boolean hasSurplus() {
			return this.connection != null && this.connection.isSurplusKnown();
		}

		@Override
		public void setEndpointDetails(EndpointDetails ends) {
			// What a proxy is asked for may be nowhere.
			HttpCall.this.reached |= !this.throughProxy;
			super.setEndpointDetails(ends);
		}

	}

}
