package io.claimflow.spring.autoconfigure;

import java.util.Map;

import io.claimflow.spring.server.AuthServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for properties that have another name now.
 */
@ExtendWith(OutputCaptureExtension.class)
class RenamedPropertiesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@BeforeEach
	void removeWhatTheProcessHas() {
		this.environment.getPropertySources()
			.forEach((source) -> this.environment.getPropertySources().remove(source.getName()));
	}

	private void add(String source, String name, Object value) {
		this.environment.getPropertySources().addLast(new MapPropertySource(source, Map.of(name, value)));
	}

	private CapacityProperties capacity() {
		new RenamedProperties((destination) -> destination.get()).postProcessEnvironment(this.environment,
				new SpringApplication());
		return Binder.get(this.environment).bindOrCreate("claimflow.limits", CapacityProperties.class);
	}

	@ParameterizedTest
	@CsvSource({ "remembered-runs, outcome-cache-size", "rememberedRuns, outcome-cache-size" })
	void theOldNameIsReadWithAWarningThatNamesTheNewOne(String old, String now, CapturedOutput output) {
		add("some", "claimflow.limits." + old, "7");
		assertThat(capacity().outcomeCacheSize()).isEqualTo(7);
		assertThat(output).contains("The property 'claimflow.limits.remembered-runs'",
				"is called 'claimflow.limits." + now + "' now", "WARN");
	}

	@Test
	void theOldNameIsReadFromAVariable(CapturedOutput output) {
		this.environment.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource("systemEnvironment",
					Map.of("CLAIMFLOW_LIMITS_REMEMBEREDRUNS", "7")));
		assertThat(capacity().outcomeCacheSize()).isEqualTo(7);
		assertThat(output).contains("is called 'claimflow.limits.outcome-cache-size' now");
	}

	@Test
	void aPlaceholderInItsValueIsResolved() {
		add("some", "claimflow.limits.remembered-runs", "${some.number}");
		add("other", "some.number", "8");
		assertThat(capacity().outcomeCacheSize()).isEqualTo(8);
	}

	@Test
	void theSourceThatComesFirstHolds(CapturedOutput output) {
		add("first", "claimflow.limits.remembered-runs", "7");
		add("second", "claimflow.limits.outcome-cache-size", "9");
		assertThat(capacity().outcomeCacheSize()).isEqualTo(7);
		assertThat(output).contains("is called 'claimflow.limits.outcome-cache-size' now");
	}

	@Test
	void theNewNameHoldsIfItComesFirstAndTheOldOneIsSaidToBeOfNoUse(CapturedOutput output) {
		add("first", "claimflow.limits.outcome-cache-size", "9");
		add("second", "claimflow.limits.remembered-runs", "7");
		assertThat(capacity().outcomeCacheSize()).isEqualTo(9);
		assertThat(output).contains("The property 'claimflow.limits.remembered-runs'", "is not read",
				"Remove the old one");
	}

	@Test
	void theNewNameIsReadWithoutAWord(CapturedOutput output) {
		add("some", "claimflow.limits.outcome-cache-size", "9");
		assertThat(capacity().outcomeCacheSize()).isEqualTo(9);
		assertThat(output).doesNotContain("outcome-cache-size");
	}

	@Test
	void aServerWarnsAtItsStartAndKnowsTheOldName(CapturedOutput output) {
		try (AuthServer server = AuthServer.builder().m2m("").property("claimflow.limits.remembered-runs", 7).start()) {
			assertThat(server.context().getBean(CapacityProperties.class).outcomeCacheSize()).isEqualTo(7);
		}
		assertThat(output).containsOnlyOnce("The property 'claimflow.limits.remembered-runs'")
			.doesNotContain("Nothing reads");
	}

	@Test
	void aBadValueUnderTheOldNameStopsTheStart(CapturedOutput output) {
		assertThatException()
			.isThrownBy(AuthServer.builder().m2m("").property("claimflow.limits.remembered-runs", "many")::start);
		assertThat(output).contains("APPLICATION FAILED TO START", "claimflow.limits.outcome-cache-size", "many");
	}

}
