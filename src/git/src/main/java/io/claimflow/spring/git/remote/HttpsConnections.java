package io.claimflow.spring.git.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.UnknownHostException;
import java.util.Optional;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/**
 * The connections of one pull over https: to the server of the repository and no other,
 * through no proxy, to an address that was checked, within a budget. Nothing that the
 * application has set for all of its connections has a part in it.
 */
final class HttpsConnections implements HttpConnectionFactory {

	private static final String SERVICE = "/info/refs";

	private final RepositoryUri uri;

	private final boolean login;

	private final Sockets sockets;

	private final Budget budget;

	/**
	 * Creates the connections.
	 * @param tls makes TLS connections of sockets
	 * @param login whether there is a user name and a token
	 */
	HttpsConnections(RepositoryUri uri, AddressCheck addresses, SSLSocketFactory tls, boolean login, Budget budget) {
		this.uri = uri;
		this.login = login;
		this.sockets = new Sockets(addresses, tls, budget);
		this.budget = budget;
	}

	@Override
	public HttpConnection create(URL url) throws IOException {
		return create(url, Proxy.NO_PROXY);
	}

	@Override
	public HttpConnection create(URL url, Proxy proxy) throws IOException {
		int port = (url.getPort() >= 0) ? url.getPort() : url.getDefaultPort();
		if (!url.getProtocol().equals("https") || !url.getHost().equalsIgnoreCase(this.uri.host())
				|| port != this.uri.port()) {
			throw this.budget.fail("The repository leads to another server, and is not followed there");
		}
		return new Connection(new URL(null, url.toExternalForm(), new Handler(this.sockets)));
	}

	/** What an answer means that is none of a repository. */
	private Optional<String> problem(int status, Optional<String> location) {
		return switch (status) {
			case 301, 302, 303, 307, 308 -> Optional
				.of("The server redirects to %s, which is not followed: write that as claimflow.git.uri, if it is right"
					.formatted(location.map(HttpsConnections::repository).orElse("nowhere")));
			case 401 -> Optional.of(this.login
					? "The server does not take claimflow.git.username and claimflow.git.password"
					: "The server wants a user name and a token: set claimflow.git.username and claimflow.git.password");
			case 403 -> Optional.of("The server refuses to show the repository: look what the token may read");
			case 404 -> Optional
				.of("The server has no such repository, or shows it to others only: look at claimflow.git.uri and the token");
			default ->
				(status == 200) ? Optional.empty() : Optional.of("The server answers with the HTTP status " + status);
		};
	}

	private static String repository(String location) {
		int end = location.indexOf(SERVICE);
		return GitRepository.line((end >= 0) ? location.substring(0, end) : location.replaceFirst("[?#].*", ""));
	}

	/** A connection that answers for itself. */
	private final class Connection extends JDKHttpConnection {

		Connection(URL url) throws IOException {
			super(url, Proxy.NO_PROXY);
		}

		@Override
		public int getResponseCode() throws IOException {
			int status = super.getResponseCode();
			Optional<String> problem = problem(status, Optional.ofNullable(super.getHeaderField("Location")));
			if (problem.isPresent()) {
				throw HttpsConnections.this.budget.fail(problem.get());
			}
			return status;
		}

		@Override
		public InputStream getInputStream() throws IOException {
			return HttpsConnections.this.budget.bound(super.getInputStream());
		}

	}

	/** Java's connections, with sockets and without what is set for all of them. */
	private static final class Handler extends URLStreamHandler {

		private final Sockets sockets;

		Handler(Sockets sockets) {
			this.sockets = sockets;
		}

		@Override
		protected URLConnection openConnection(URL url) throws IOException {
			return openConnection(url, Proxy.NO_PROXY);
		}

		@Override
		protected URLConnection openConnection(URL url, Proxy proxy) throws IOException {
			HttpURLConnection plain = (HttpURLConnection) new URL(url.toExternalForm()).openConnection(Proxy.NO_PROXY);
			if (!(plain instanceof HttpsURLConnection connection)) {
				throw new IOException("There is no TLS");
			}
			connection.setSSLSocketFactory(this.sockets);
			connection.setHostnameVerifier((host, session) -> false);
			connection.setAuthenticator(new Authenticator() {
			});
			return connection;
		}

	}

	/** Makes sockets that connect where they may, and then speak TLS. */
	private static final class Sockets extends SSLSocketFactory {

		private final AddressCheck addresses;

		private final SSLSocketFactory tls;

		private final Budget budget;

		Sockets(AddressCheck addresses, SSLSocketFactory tls, Budget budget) {
			this.addresses = addresses;
			this.tls = tls;
			this.budget = budget;
		}

		/** Java connects it, and gives it back for TLS. */
		@Override
		public Socket createSocket() throws IOException {
			Socket socket = new CheckedSocket(this.addresses, this.budget);
			this.budget.opened(socket);
			return socket;
		}

		@Override
		public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
			if (!(socket instanceof CheckedSocket)) {
				throw unsupported();
			}
			SSLSocket secure = (SSLSocket) this.tls.createSocket(socket, host, port, autoClose);
			SSLParameters parameters = secure.getSSLParameters();
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
			secure.setSSLParameters(parameters);
			return secure;
		}

		@Override
		public String[] getDefaultCipherSuites() {
			return this.tls.getDefaultCipherSuites();
		}

		@Override
		public String[] getSupportedCipherSuites() {
			return this.tls.getSupportedCipherSuites();
		}

		@Override
		public Socket createSocket(String host, int port) throws IOException {
			throw unsupported();
		}

		@Override
		public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
			throw unsupported();
		}

		@Override
		public Socket createSocket(InetAddress host, int port) throws IOException {
			throw unsupported();
		}

		@Override
		public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
				throws IOException {
			throw unsupported();
		}

		private static IOException unsupported() {
			return new IOException("Sockets are made in one way only");
		}

	}

	/** A socket that looks where it goes. */
	private static final class CheckedSocket extends Socket {

		private final AddressCheck addresses;

		private final Budget budget;

		CheckedSocket(AddressCheck addresses, Budget budget) {
			super(Proxy.NO_PROXY);
			this.addresses = addresses;
			this.budget = budget;
		}

		@Override
		public void connect(SocketAddress endpoint, int timeout) throws IOException {
			InetSocketAddress address = (InetSocketAddress) endpoint;
			if (address.isUnresolved()) {
				throw new UnknownHostException(address.getHostString());
			}
			this.addresses.check(address.getHostString(), address.getAddress(), this.budget);
			super.connect(endpoint, timeout);
		}

	}

}
