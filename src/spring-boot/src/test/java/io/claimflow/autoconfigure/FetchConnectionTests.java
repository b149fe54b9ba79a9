package io.claimflow.autoconfigure;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.claimflow.server.AuthServer;
import io.claimflow.server.AuthServerConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for calls to a server whose certificate the JVM does not trust.
 */
class FetchConnectionTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	static Path directory;

	private static Path keys;

	private static HttpsServer server;

	@BeforeAll
	static void start() throws Exception {
		keys = directory.resolve("keys.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext",
				"san=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore", keys.toString(),
				"-storepass", new String(PASSWORD))
			.redirectErrorStream(true)
			.start();
		assertThat(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("error");
		assertThat(keytool.waitFor()).isZero();
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(keys)) {
			store.load(in, PASSWORD);
		}
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

	@Test
	void aServerIsTrustedIfTheBundleTrustsIt() {
		try (AuthServer trusting = builder()
			.property("spring.ssl.bundle.jks.partners.truststore.location", keys.toUri())
			.property("spring.ssl.bundle.jks.partners.truststore.password", new String(PASSWORD))
			.property("spring.ssl.bundle.jks.partners.truststore.type", "PKCS12")
			.property("claimflow.fetch.ssl-bundle", "partners")
			.start()) {
			assertThat(trusting.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims())
				.containsEntry("status", 204);
		}
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
