package io.claimflow.spring.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.claimflow.spring.deployment.store.DeploymentStore;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A node of an authorization server that watches a repository. */
final class GitServer implements AutoCloseable {

	static final String WORKFLOW = "kindeSrc/environment/workflows/tokenWorkflow.ts";

	private static final String KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

	private static final JWKSource<SecurityContext> KEYS = keys();

	private final ConfigurableApplicationContext context;

	private GitServer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/** The files of a project whose one workflow says a version. */
	static Map<String, String> project(String version) {
		return Map.of("kinde.json", "{\"rootDir\": \"kindeSrc\"}", WORKFLOW, """
				export const workflowSettings = {
				  id: "token", trigger: "m2m:token_generation", failurePolicy: { action: "stop" },
				  bindings: { "kinde.m2mToken": {} }
				};
				export default async function () { console.log("%s"); }
				""".formatted(version));
	}

	/** A project without a workflow of that trigger. */
	static Map<String, String> otherProject() {
		return Map.of("kinde.json", "{\"rootDir\": \"kindeSrc\"}", "kindeSrc/environment/workflows/userWorkflow.ts", """
				export const workflowSettings = { id: "user", trigger: "user:tokens_generation" };
				export default async function () { }
				""");
	}

	/** The properties of a node, with a database of its own. */
	static Map<String, Object> properties(Path directory, String uri) {
		Path folder = directory.resolve("folder");
		project("folder").forEach((path, text) -> {
			try {
				Path file = folder.resolve(path);
				Files.createDirectories(file.getParent());
				Files.writeString(file, text);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("server.port", 0);
		properties.put("server.address", "127.0.0.1");
		properties.put("spring.main.banner-mode", "off");
		properties.put("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		properties.put("spring.security.oauth2.authorizationserver.client.c.registration.client-id", "c");
		properties.put("spring.security.oauth2.authorizationserver.client.c.registration.client-secret", "{noop}s");
		properties.put("spring.security.oauth2.authorizationserver.client.c.registration.client-authentication-methods",
				"client_secret_basic");
		properties.put("spring.security.oauth2.authorizationserver.client.c.registration.authorization-grant-types",
				"client_credentials");
		properties.put("claimflow.project", folder.toUri().toString());
		properties.put("claimflow.deployments.enabled", true);
		properties.put("claimflow.deployments.poll-interval", "200ms");
		properties.put("claimflow.jdbc.initialize-schema", "always");
		properties.put("claimflow.encryption.keys.k1", KEY);
		properties.put("claimflow.git.uri", uri);
		properties.put("claimflow.git.interval", "1s");
		properties.put("claimflow.git.private-addresses", true);
		properties.put("management.endpoints.web.exposure.include", "*");
		return properties;
	}

	static GitServer start(Map<String, Object> properties) {
		return new GitServer(new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.registerShutdownHook(false)
			.properties(properties)
			.run());
	}

	/** Starts a node in a process of its own. */
	static Process launch(Map<String, Object> properties) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
		ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> argument.startsWith("--"))
			.forEach(command::add);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Application.class.getName()));
		properties.forEach((name, value) -> command.add("--" + name + "=" + value));
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	/**
	 * Waits for a server, whatever threads of SSH servers throw that have served another
	 * test.
	 */
	static ConditionFactory await() {
		return Awaitility.await().dontCatchUncaughtExceptions();
	}

	DeploymentStore store() {
		return this.context.getBean(DeploymentStore.class);
	}

	GitStatus.Report report() {
		return this.context.getBean(GitStatus.class).report();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	String url(String path) {
		return "http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path;
	}

	@Override
	public void close() {
		this.context.close();
	}

	private static JWKSource<SecurityContext> keys() {
		try {
			return new ImmutableJWKSet<>(
					new JWKSet(new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyID("test").generate()));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/**
		 * All servers sign with one key: to generate one takes longer than many a test.
		 */
		@Bean
		JWKSource<SecurityContext> jwkSource() {
			return KEYS;
		}

		public static void main(String[] args) {
			SpringApplication.run(Application.class, args);
		}

	}

}
