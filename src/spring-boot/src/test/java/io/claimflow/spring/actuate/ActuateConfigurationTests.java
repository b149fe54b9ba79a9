package io.claimflow.spring.actuate;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for where an operator is shown workflows, and where nobody is.
 */
class ActuateConfigurationTests {

	private static final Pattern ABSENT = Pattern
		.compile("spring-boot-(starter-)?(actuator|health|micrometer)|micrometer-(core|jakarta9)");

	@Test
	void theEndpointIsNotThereUnlessItIsExposed() {
		try (AuthServer server = AuthServer.builder().m2m("").start()) {
			assertThat(server.getSignedIn("/actuator/workflows").status()).isEqualTo(404);
			assertThat(server.context().getBeansOfType(WorkflowsEndpoint.class)).isEmpty();
			assertThat(server.context().getBeansOfType(WorkflowsHealthIndicator.class)).hasSize(1);
			assertThat(server.context().getBeansOfType(WorkflowGauges.class)).hasSize(1);
		}
	}

	@Test
	void theEndpointIsAsClosedAsTheOthers() {
		try (AuthServer server = AuthServer.builder()
			.m2m("")
			.property("management.endpoints.web.exposure.include", "workflows")
			.start()) {
			assertThat(server.get("/actuator/workflows", "no-such-token").status()).isNotEqualTo(200);
		}
	}

	@Test
	void theHealthIndicatorCanBeOff() {
		try (AuthServer server = AuthServer.builder()
			.m2m("")
			.property("management.health.workflows.enabled", false)
			.start()) {
			assertThat(server.context().getBeansOfType(WorkflowsHealthIndicator.class)).isEmpty();
		}
	}

	/** In a process of its own, whose classpath has none of them. */
	@Test
	void workflowsRunWithoutActuatorHealthAndMetrics() throws Exception {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !ABSENT.matcher(entry).find())
			.collect(Collectors.joining(File.pathSeparator));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions",
				"-XX:-BytecodeVerificationRemote", "-cp", classPath, Plain.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output).contains("The token has {ran=true}");
	}

	/** A server that has no more than it needs. */
	static final class Plain {

		private Plain() {
		}

		public static void main(String[] arguments) {
			if (ClassUtils.isPresent("io.micrometer.core.instrument.MeterRegistry", null)) {
				throw new IllegalStateException("There are metrics");
			}
			try (AuthServer server = AuthServer.builder().m2m("m2mTokenClaims<any>().ran = true;").start()) {
				Object ran = server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims().get("ran");
				System.out.println("The token has {ran=" + ran + "}");
			}
		}

	}

}
