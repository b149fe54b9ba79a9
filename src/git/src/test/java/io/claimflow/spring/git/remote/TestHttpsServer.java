package io.claimflow.spring.git.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A git server over https on this machine, which can be told to do something else.
 */
public final class TestHttpsServer implements AutoCloseable {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final HttpsServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Path keys;

	private final SSLSocketFactory trust;

	private final AtomicReference<HttpHandler> instead = new AtomicReference<>();

	private final AtomicReference<String> authorization = new AtomicReference<>();

	private final AtomicInteger fetches = new AtomicInteger();

	public TestHttpsServer(TestRepository repository, Path directory) throws Exception {
		this.keys = keys(directory.resolve("server.p12"));
		KeyStore store = KeyStore.getInstance(this.keys.toFile(), PASSWORD);
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(store, PASSWORD);
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("server", store.getCertificate("server"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
		this.trust = context.getSocketFactory();
		this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setHttpsConfigurator(new HttpsConfigurator(context));
		this.server.setExecutor(this.threads);
		this.server.createContext("/project.git", (exchange) -> {
			try (exchange) {
				HttpHandler other = this.instead.get();
				String expected = this.authorization.get();
				if (expected != null && !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
					exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
					exchange.sendResponseHeaders(401, -1);
				}
				else if (other != null) {
					other.handle(exchange);
				}
				else {
					serve(repository, exchange);
				}
			}
		});
		this.server.start();
	}

	private static Path keys(Path file) throws Exception {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext",
				"san=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(),
				"-storepass", new String(PASSWORD))
			.redirectErrorStream(true)
			.start();
		assertThat(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("error");
		assertThat(keytool.waitFor()).isZero();
		return file;
	}

	private void serve(TestRepository repository, HttpExchange exchange) throws IOException {
		boolean advertisement = exchange.getRequestURI().getPath().endsWith("/info/refs");
		UploadPack pack = new UploadPack(repository.repository());
		pack.setBiDirectionalPipe(false);
		String version = exchange.getRequestHeaders().getFirst("Git-Protocol");
		if (version != null) {
			pack.setExtraParameters(List.of(version));
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		if (advertisement) {
			PacketLineOut out = new PacketLineOut(body);
			out.writeString("# service=git-upload-pack\n");
			out.end();
			pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(out));
		}
		else {
			this.fetches.incrementAndGet();
			InputStream request = exchange.getRequestBody();
			pack.upload("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
					? new GZIPInputStream(request) : request, body, null);
		}
		answer(exchange, advertisement, body.toByteArray());
	}

	static void answer(HttpExchange exchange, boolean advertisement, byte[] body) throws IOException {
		begin(exchange, advertisement).write(body);
	}

	/** Begins an answer as a git server does. */
	static OutputStream begin(HttpExchange exchange, boolean advertisement) throws IOException {
		exchange.getResponseHeaders()
			.set("Content-Type", "application/x-git-upload-pack-" + (advertisement ? "advertisement" : "result"));
		exchange.sendResponseHeaders(200, 0);
		return exchange.getResponseBody();
	}

	/** Does something else from now on, or what it did before. */
	public void instead(HttpHandler handler) {
		this.instead.set(handler);
	}

	/**
	 * Says which branches there are, and lets whoever asks for more wait for the end.
	 * @param asked counts who waits
	 * @param end ends the wait, without an answer
	 */
	public void hang(TestRepository repository, Semaphore asked, CountDownLatch end) {
		instead((exchange) -> {
			if (exchange.getRequestMethod().equals("GET")) {
				serve(repository, exchange);
				return;
			}
			asked.release();
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

	public void asUsual() {
		this.instead.set(null);
		this.authorization.set(null);
	}

	/** Wants such a header from now on. */
	void authorization(String header) {
		this.authorization.set(header);
	}

	/** How often something was asked for but branches. */
	public int fetches() {
		return this.fetches.get();
	}

	/** Trusts the certificate of this server. */
	SSLSocketFactory trust() {
		return this.trust;
	}

	/** A key store with the certificate of this server. */
	public Path keys() {
		return this.keys;
	}

	public String password() {
		return new String(PASSWORD);
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	public String uri() {
		return "https://127.0.0.1:" + port() + "/project.git";
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
