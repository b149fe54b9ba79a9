package io.claimflow.spring.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is said of the configuration at the start.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationCheckTests {

	private final WebApplicationContextRunner server = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConfigurationCheckAutoConfiguration.class));

	private WebApplicationContextRunner withVariable(String name, String value) {
		return this.server.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(name, value))));
	}

	@Test
	void workflowsThatAreOffAreSaid(CapturedOutput output) {
		this.server.withPropertyValues("claimflow.enabled=false")
			.run((context) -> assertThat(output).contains("WARN")
				.contains("Claimflow is off (claimflow.enabled=false): tokens are issued"));
	}

	@ParameterizedTest
	@CsvSource({ "claimflow.limits.cpu-tme,claimflow.limits.cpu-time",
			"claimflow.limit.deadline,claimflow.limits.deadline", "claimflow.fetch.alow[0],claimflow.fetch.allow",
			"claimflow.projekt,claimflow.project", "claimflow.secret.KEY,claimflow.secrets" })
	void aMisspeltPropertyIsSaidWithWhatMayBeMeant(String name, String meant, CapturedOutput output) {
		this.server.withPropertyValues(name + "=s3cret")
			.run((context) -> assertThat(output).contains("Nothing reads the property '")
				.contains("did you mean '" + meant + "'?")
				.doesNotContain("s3cret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "CLAIMFLOW_LIMITS_CPUTME", "CLAIMFLOW_LIMITS_CPU_TME" })
	void aMisspeltVariableIsSaid(String name, CapturedOutput output) {
		withVariable(name, "1s")
			.run((context) -> assertThat(output).contains("Nothing reads the property 'claimflow.limits.cpu"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "claimflow.limits.cpu-time", "claimflow.limits.cpuTime", "CLAIMFLOW.limits.cpu_time",
			"claimflow.fetch.allow[1]", "claimflow.fetch.allow", "claimflow.env.REGION", "claimflow.secrets[a.b]",
			"claimflow.secure-fetch.keys.my-workflow", "claimflow.enabled", "spring.claimflow.unknown" })
	void aPropertyIsKnownInEverySpelling(String name, CapturedOutput output) {
		this.server.withPropertyValues(name + "=true")
			.run((context) -> assertThat(output).doesNotContain("Nothing reads"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "CLAIMFLOW_LIMITS_CPUTIME", "CLAIMFLOW_LIMITS_CPU_TIME", "CLAIMFLOW_FETCH_ALLOW_0_",
			"CLAIMFLOW_FETCH_ALLOW_0", "CLAIMFLOW_ENV_API_URL", "CLAIMFLOW_SECUREFETCH_KEYS_MINE",
			"CLAIMFLOW_SECURE_FETCH_KEYS_MINE" })
	void aVariableIsKnownInEverySpelling(String name, CapturedOutput output) {
		withVariable(name, "1").run((context) -> assertThat(output).doesNotContain("Nothing reads"));
	}

}
