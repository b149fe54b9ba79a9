package io.claimflow.spring.password;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.UserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what is left of passwords in the heap of a server whose workflows have seen them.
 * The server is a process of its own: what this one remembers does not count.
 */
class PasswordHeapTests {

	private static final String RIGHT = "right@example.com";

	/** Workflows do to their users what the users' names say. */
	private static final List<String> NAMES = List.of(RIGHT, "denied@example.com", "failed@example.com",
			"marked@example.com", "wrong@example.com");

	private static final String WORKFLOW = """
			const password = auth.password ?? auth.firstPassword;
			const name = auth.providedEmail ?? event.context.user.email;
			const copy = [...password].join("");
			const base64 = (text: string) => {
			  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
			  const bits = [...text].map((byte) => byte.charCodeAt(0).toString(2).padStart(8, "0")).join("");
			  return bits.match(/.{1,6}/g)!.map((six) => digits[parseInt(six.padEnd(6, "0"), 2)]).join("");
			};
			const kept = { copy, json: JSON.parse(JSON.stringify(event)), base64: base64(password) };
			console.log(password, kept, base64(password), /-(.*)/.exec(password));
			(globalThis as any).kept = kept;
			await post("/open/old-system", { password, name, hash: auth.hashedPassword });
			if (name.startsWith("denied")) denyAccess("Not " + password);
			if (name.startsWith("failed")) throw new Error("Not " + password);
			if (name.startsWith("marked")) invalidateFormField("p_password", "Not " + password);
			""";

	/**
	 * What the passwords of all attempts begin with. The server's code does not have it.
	 */
	private final String password = UUID.randomUUID().toString();

	@Test
	void noPasswordIsLeftInTheHeapOnceItsRequestIsServed(@TempDir Path folder) throws Exception {
		Path dump = folder.resolve("server.hprof");
		try (Server server = new Server(new BCryptPasswordEncoder(4).encode(this.password + RIGHT))) {
			Browser browser = new Browser(server.url);
			for (String name : NAMES) {
				browser.forget();
				browser.signIn(name, this.password + name);
				assertThat(browser.isSignedIn()).as(name).isEqualTo(name.equals(RIGHT));
			}
			assertThat(browser.post("/open/sign-up", "first", this.password + "new", "second", this.password + "new")
				.body()).isEqualTo("allowed");
			server.dump(dump);
		}
		assertThat(find(dump, RIGHT, StandardCharsets.ISO_8859_1)).isNotEmpty();
		assertThat(find(dump, this.password, StandardCharsets.ISO_8859_1)).isEmpty();
		assertThat(find(dump, this.password, StandardCharsets.UTF_16LE)).isEmpty();
		for (int before = 0; before < 3; before++) {
			String encoded = Base64.getEncoder()
				.encodeToString(("x".repeat(before) + this.password).getBytes(StandardCharsets.US_ASCII));
			assertThat(find(dump, encoded.substring(4, 40), StandardCharsets.ISO_8859_1)).isEmpty();
		}
	}

	/** Every place of a file that has a text, with what stands around it. */
	private static Set<String> find(Path file, String text, Charset charset) throws IOException {
		String needle = new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
		Set<String> found = new LinkedHashSet<>();
		try (InputStream input = Files.newInputStream(file)) {
			String end = "";
			for (byte[] bytes = input.readNBytes(1 << 24); bytes.length > 0; bytes = input.readNBytes(1 << 24)) {
				String part = end + new String(bytes, StandardCharsets.ISO_8859_1);
				for (int at = part.indexOf(needle); at >= 0; at = part.indexOf(needle, at + 1)) {
					found.add(part.substring(Math.max(0, at - 40), Math.min(part.length(), at + needle.length() + 40))
						.replaceAll("[^\\x20-\\x7e]", "."));
				}
				end = part.substring(Math.max(0, part.length() - needle.length() + 1));
			}
		}
		return found;
	}

	/** A server in a process of its own. */
	private static final class Server implements AutoCloseable {

		private final JavaProcess process;

		final String url;

		/**
		 * Starts the server.
		 * @param hash of the password of {@link #RIGHT}
		 */
		Server(String hash) throws IOException {
			this.process = new JavaProcess(Server.class, List.of("-Xmx256m"), hash);
			this.url = this.process.await("url ");
		}

		/** In the process. */
		public static void main(String[] arguments) throws IOException {
			AuthServer server = AuthServer.builder()
				.write(PasswordWorkflow.file(PasswordWorkflow.EXISTING),
						PasswordWorkflow.source(PasswordWorkflow.EXISTING, WORKFLOW))
				.write(PasswordWorkflow.file(PasswordWorkflow.NEW),
						PasswordWorkflow.source(PasswordWorkflow.NEW, WORKFLOW))
				.property("claimflow.fetch.allow", "localhost")
				.property("logging.level.root", "error")
				// Buffers of connections hold what went through them last.
				.property("server.tomcat.processor-cache", "0")
				.property("server.tomcat.max-keep-alive-requests", "1")
				.property("claimflow.fetch.timeout", "20s")
				.property("test.hash", arguments[0])
				.with(Application.class, FormLogin.class, SignUpForms.class)
				.start();
			System.out.println("url " + server.url(""));
			String file = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
			while (isClearingUp() && System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, true);
			System.out.println("dumped");
		}

		/** A run is answered before its thread has cleared up, and made another realm. */
		private static boolean isClearingUp() {
			return Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().startsWith("claimflow-worker"))
				.map(Thread::getState)
				.anyMatch((state) -> state != Thread.State.WAITING && state != Thread.State.TIMED_WAITING);
		}

		/** Writes what can be reached in the heap. */
		void dump(Path file) throws IOException {
			this.process.write(file.toString());
			this.process.await("dumped");
		}

		@Override
		public void close() {
			this.process.close();
		}

	}

	/** An application that remembers nothing of its own accord. */
	@Configuration(proxyBeanMethods = false)
	@RestController
	static class Application {

		Application(UserDetailsService users, Environment environment) {
			((UserDetailsManager) users).createUser(User.withUsername(RIGHT)
				.password(environment.getRequiredProperty("test.hash"))
				.roles("USER")
				.build());
		}

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> noKeptBuffers() {
			return (server) -> server
				.addConnectorCustomizers((connector) -> connector.setProperty("socket.bufferPool", "0"));
		}

		@Bean
		PasswordEncoder passwordEncoder() {
			return new BCryptPasswordEncoder(4);
		}

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServerChain(HttpSecurity http) {
			http.oauth2AuthorizationServer((server) -> http.securityMatcher(server.getEndpointsMatcher()));
			return http.build();
		}

		@GetMapping("/me")
		String me() {
			return "me";
		}

		@PostMapping("/open/old-system")
		Map<String, ?> check(@RequestBody byte[] body) {
			return Map.of("read", body.length);
		}

	}

}
