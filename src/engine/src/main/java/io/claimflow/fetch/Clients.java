package io.claimflow.fetch;

import java.net.Proxy;
import java.net.Socket;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes the HTTP client: pooled connections, and none of what a client does by itself
 * (redirects, cookies, retries, authentication, decompression, proxies).
 */
final class Clients {

	private static final int CONNECTIONS = 64;

	private static final int CONNECTIONS_PER_ROUTE = 32;

	private static final int HEADERS = 200;

	private static final int HEADER_CHARACTERS = 16 * 1024;

	/** After it a name is resolved anew, however busy its connections are. */
	private static final TimeValue CONNECTION_LIFE = TimeValue.ofMinutes(5);

	private static final TimeValue CONNECTION_IDLE = TimeValue.ofSeconds(30);

	private Clients() {
	}

	static CloseableHttpClient client(FetchLimits limits, AddressGuard guard) {
		Timeout timeout = Timeout.of(limits.timeout());
		Http1Config http = Http1Config.custom().setMaxHeaderCount(HEADERS).setMaxLineLength(HEADER_CHARACTERS).build();
		PoolingHttpClientConnectionManagerBuilder connections = new DirectConnections().setDnsResolver(guard)
			.setTlsSocketStrategy(DefaultClientTlsStrategy.createDefault())
			.setConnectionFactory((socket) -> new QuietConnection(http))
			.setMaxConnTotal(CONNECTIONS)
			.setMaxConnPerRoute(CONNECTIONS_PER_ROUTE)
			.setDefaultConnectionConfig(ConnectionConfig.custom()
				.setConnectTimeout(timeout)
				.setSocketTimeout(timeout)
				.setTimeToLive(CONNECTION_LIFE)
				// Nothing is retried, so a connection is looked at before each use
				.setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
				.build());
		return HttpClientBuilder.create()
			.setConnectionManager(connections.build())
			.evictIdleConnections(CONNECTION_IDLE)
			.setDefaultRequestConfig(RequestConfig.custom()
				.setConnectionRequestTimeout(timeout)
				.setResponseTimeout(timeout)
				.setAuthenticationEnabled(false)
				.setProtocolUpgradeEnabled(false)
				.build())
			.setUserAgent("claimflow")
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAutomaticRetries()
			.disableAuthCaching()
			.disableConnectionState()
			.disableContentCompression()
			.build();
	}

	/**
	 * Connects past a SOCKS proxy of the JVM, which would resolve and route by itself.
	 */
	private static final class DirectConnections extends PoolingHttpClientConnectionManagerBuilder {

		@Override
		protected HttpClientConnectionOperator createConnectionOperator(SchemePortResolver ports, DnsResolver resolver,
				TlsSocketStrategy tls) {
			return new DefaultHttpClientConnectionOperator((proxy) -> new Socket(Proxy.NO_PROXY), ports, resolver,
					RegistryBuilder.<TlsSocketStrategy>create().register("https", tls).build());
		}

	}

}
