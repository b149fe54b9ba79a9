package io.claimflow.fetch;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes the HTTP client: pooled connections, and none of what a client does by itself
 * (redirects, cookies, retries, authentication, decompression, proxies).
 */
final class Clients {

	/** One for each call there may be, wherever all of them go. */
	private static final int CONNECTIONS = Fetcher.CALLS;

	private static final int HEADERS = 200;

	private static final int HEADER_CHARACTERS = 16 * 1024;

	/** After it a name is resolved anew, however busy its connections are. */
	private static final TimeValue CONNECTION_LIFE = TimeValue.ofMinutes(5);

	private static final TimeValue CONNECTION_IDLE = TimeValue.ofSeconds(30);

	private Clients() {
	}

	static CloseableHttpClient client(FetchLimits limits, AddressGuard guard, @Nullable HttpHost proxy,
			Optional<Supplier<FetchConnections.Tls>> tls) {
		Timeout timeout = Timeout.of(limits.timeout());
		Http1Config http = Http1Config.custom().setMaxHeaderCount(HEADERS).setMaxLineLength(HEADER_CHARACTERS).build();
		PoolingHttpClientConnectionManagerBuilder connections = new DirectConnections().setDnsResolver(guard)
			.setTlsSocketStrategy(tls.map(Clients::tls).orElseGet(DefaultClientTlsStrategy::createDefault))
			.setConnectionFactory((socket) -> new UnloggedConnection(http))
			.setMaxConnTotal(CONNECTIONS)
			.setMaxConnPerRoute(CONNECTIONS)
			.setDefaultConnectionConfig(ConnectionConfig.custom()
				.setConnectTimeout(timeout)
				.setSocketTimeout(timeout)
				.setTimeToLive(CONNECTION_LIFE)
				// Nothing is retried, so a connection is looked at before each use
				.setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
				.build());
		return HttpClientBuilder.create()
			.setConnectionManager(connections.build())
			.setRequestExecutor(new QuietExecutor())
			.setConnectionReuseStrategy(new Reuse())
			.evictIdleConnections(CONNECTION_IDLE)
			.setDefaultRequestConfig(RequestConfig.custom()
				.setConnectionRequestTimeout(timeout)
				.setResponseTimeout(timeout)
				.setAuthenticationEnabled(false)
				.setProtocolUpgradeEnabled(false)
				.build())
			.setRoutePlanner(new Routes(proxy))
			.setUserAgent("claimflow")
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAutomaticRetries()
			.disableAuthCaching()
			.disableConnectionState()
			.disableContentCompression()
			.build();
	}

	/** Names are always checked; what is trusted is what counts at that moment. */
	private static TlsSocketStrategy tls(Supplier<FetchConnections.Tls> current) {
		return (socket, target, port, attachment, context) -> {
			FetchConnections.Tls tls = current.get();
			return new DefaultClientTlsStrategy(tls.context(), array(tls.protocols()), array(tls.ciphers()),
					SSLBufferMode.STATIC, HostnameVerificationPolicy.BOTH, HttpsSupport.getDefaultHostnameVerifier())
				.upgrade(socket, target, port, attachment, context);
		};
	}

	private static String @Nullable [] array(List<String> names) {
		return names.isEmpty() ? null : names.toArray(String[]::new);
	}

	/** The way that a call goes. */
	interface Way {

		boolean throughProxy();

		/** The path with the query, which may have secrets. */
		String path();

		/** Is told which connection the answer comes over. */
		void over(HttpClientConnection connection);

	}

	/**
	 * Puts the path into a request when it is sent: before, the client writes to the log
	 * what it is about to ask for. Follows no server to another protocol: nobody has
	 * asked for one.
	 */
	private static final class QuietExecutor extends HttpRequestExecutor {

		@Override
		public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
				HttpResponseInformationCallback information, HttpContext context) throws IOException, HttpException {
			if (context instanceof Way way && !Method.CONNECT.isSame(request.getMethod())) {
				request.setPath(way.path());
				way.over(connection);
			}
			ClassicHttpResponse answer = super.execute(request, connection, (response, over, within) -> {
				if (response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
					throw new ProtocolException("The server switches to a protocol that nobody asked for");
				}
			}, context);
			if (answer.getEntity() == null && connection instanceof UnloggedConnection known) {
				// It may be closed before anybody else asks
				known.hasSurplus();
			}
			return answer;
		}

	}

	/**
	 * Ends a connection whose server may be about to send a body that nobody reads: with
	 * the answer to HEAD, or with one that has none and says that it has one.
	 */
	private static final class Reuse extends DefaultClientConnectionReuseStrategy {

		@Override
		public boolean keepAlive(HttpRequest request, HttpResponse response, HttpContext context) {
			boolean bodiless = response.getCode() == HttpStatus.SC_NO_CONTENT
					|| response.getCode() == HttpStatus.SC_NOT_MODIFIED;
			boolean announced = response.containsHeader(HttpHeaders.TRANSFER_ENCODING)
					|| (response.getCode() == HttpStatus.SC_NO_CONTENT
							&& response.containsHeader(HttpHeaders.CONTENT_LENGTH)
							&& !"0".equals(response.getFirstHeader(HttpHeaders.CONTENT_LENGTH).getValue()));
			return !Method.HEAD.isSame(request.getMethod()) && !(bodiless && announced)
					&& super.keepAlive(request, response, context);
		}

	}

	/** Goes through the proxy where the call says so. */
	private static final class Routes extends DefaultRoutePlanner {

		private final @Nullable HttpHost proxy;

		Routes(@Nullable HttpHost proxy) {
			super(null);
			this.proxy = proxy;
		}

		@Override
		protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
			return (context instanceof Way way && way.throughProxy()) ? this.proxy : null;
		}

	}

	/**
	 * Connects with sockets that can tell at once that the server has closed them, and
	 * past a SOCKS proxy of the JVM, which would resolve and route by itself.
	 */
	private static final class DirectConnections extends PoolingHttpClientConnectionManagerBuilder {

		@Override
		protected HttpClientConnectionOperator createConnectionOperator(SchemePortResolver ports, DnsResolver resolver,
				TlsSocketStrategy tls) {
			return new DefaultHttpClientConnectionOperator((proxy) -> SocketChannel.open().socket(), ports, resolver,
					RegistryBuilder.<TlsSocketStrategy>create().register("https", tls).build());
		}

	}

}
