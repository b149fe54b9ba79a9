package io.claimflow.spring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.SslBundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/**
 * Tests for calls to a server whose certificate the JVM does not trust.
 */
class FetchConnectionTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	static Path directory;

	private static Path keys;

	private static Path otherKeys;

	private static HttpsServer server;

	@BeforeAll
	static void start() throws Exception {
		keys = keys("keys.p12");
		otherKeys = keys("other.p12");
		KeyStore store = store(keys);
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(store, PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(context));
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
	}

	private static Path keys(String name) throws Exception {
		Path file = directory.resolve(name);
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

	@AfterAll
	static void stop() {
		server.stop(0);
	}

	private static AuthServer.Builder builder() {
		return AuthServer.builder()
			.m2m("""
					try {
					  m2mTokenClaims<any>().status = (globalThis as any).kinde.fetch("https://127.0.0.1:%d/").status;
					} catch (error: any) {
					  m2mTokenClaims<any>().message = error.message;
					}
					""".formatted(server.getAddress().getPort()))
			.property("claimflow.fetch.allow", "127.0.0.1")
			.property("claimflow.fetch.timeout", "20s");
	}

	private static AuthServer.Builder trusting(Path trusted) {
		return builder().property("spring.ssl.bundle.jks.partners.truststore.location", trusted.toUri())
			.property("spring.ssl.bundle.jks.partners.truststore.password", new String(PASSWORD))
			.property("spring.ssl.bundle.jks.partners.truststore.type", "PKCS12")
			.property("claimflow.fetch.ssl-bundle", "partners");
	}

	@Test
	void aServerIsTrustedIfTheBundleTrustsIt() {
		try (AuthServer trusting = trusting(keys).start()) {
			assertThat(trusting.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims())
				.containsEntry("status", 204);
		}
	}

	/** Also on a connection that was made before. */
	@Test
	void aBundleThatIsReloadedCountsForTheNextCall() throws Exception {
		Path trusted = Files.copy(otherKeys, directory.resolve("trusted.p12"));
		try (AuthServer trusting = trusting(trusted).property("spring.ssl.bundle.jks.partners.reload-on-update", true)
			.property("spring.ssl.bundle.watch.file.quiet-period", "1ms")
			.start()) {
			AtomicReference<Certificate> reloaded = new AtomicReference<>();
			// Told after those who have asked before.
			trusting.context()
				.getBean(SslBundles.class)
				.addBundleUpdateHandler("partners",
						(bundle) -> reloaded.set(certificate(bundle.getStores().getTrustStore())));
			assertThat(status(trusting)).isNull();
			replace(trusted, keys);
			await().untilAtomic(reloaded, equalTo(certificate(store(keys))));
			assertThat(status(trusting)).isEqualTo(204);
			replace(trusted, otherKeys);
			await().untilAtomic(reloaded, equalTo(certificate(store(otherKeys))));
			assertThat(status(trusting)).isNull();
		}
	}

	private static Certificate certificate(KeyStore store) {
		try {
			return store.getCertificate("server");
		}
		catch (KeyStoreException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore store(Path file) throws Exception {
		return KeyStore.getInstance(file.toFile(), PASSWORD);
	}

	private static @Nullable Object status(AuthServer server) {
		return server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims().get("status");
	}

	/** At once, so that nobody reads a half of it. */
	private static void replace(Path file, Path content) throws IOException {
		Path next = Files.copy(content, directory.resolve("next.p12"), StandardCopyOption.REPLACE_EXISTING);
		Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	@Test
	void aServerThatNobodyTrustsIsNotTalkedTo() {
		try (AuthServer server = builder().start()) {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims().get("message"))
				.asString()
				.contains("No secure connection to https://127.0.0.1:");
		}
	}

}
