package io.claimflow.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Bundling;
import io.claimflow.Capacity;
import io.claimflow.Limits;
import io.claimflow.cache.ValueLimits;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the properties of the engine.
 */
class EnginePropertiesTests {

	@Test
	void theDefaultLimitsAreThoseOfTheEngine() {
		assertThat(bound(LimitProperties.class).toLimits()).isEqualTo(Limits.defaults());
	}

	@Test
	void theDefaultCapacityIsThatOfTheEngine() {
		assertThat(bound(CapacityProperties.class).toCapacity()).isEqualTo(Capacity.defaults());
	}

	@Test
	void everyLimitHasAProperty() {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("deadline", "1s");
		properties.put("cpu-time", "2ms");
		properties.put("allocated-bytes", "3B");
		properties.put("statements", "4000000000");
		properties.put("compile-time", "25ms");
		properties.put("load-time", "5ms");
		properties.put("stack-bytes", "5KB");
		properties.put("string-length", "6000");
		properties.put("bigint-bits", "2800");
		properties.put("array-length", "3300");
		properties.put("text-steps", "34000000000");
		properties.put("claims-warning", "7B");
		properties.put("claims-limit", "8B");
		properties.put("calls", "9");
		properties.put("variables", "22");
		properties.put("variable-time", "23ms");
		properties.put("log-lines", "10");
		properties.put("log-bytes", "11B");
		properties.put("source-bytes", "12B");
		properties.put("project-files", "13");
		properties.put("concurrent-runs", "14");
		properties.put("computing-runs", "24");
		properties.put("long-runs", "31");
		properties.put("long-run-time", "32ms");
		properties.put("queue-size", "15");
		properties.put("queue-time", "16ms");
		properties.put("paused-time", "33ms");
		properties.put("starved-time", "34ms");
		properties.put("prepared-realms", "21");
		properties.put("runs-per-realm", "26");
		properties.put("outcome-cache-size", "27");
		properties.put("shared-cpu-time", "17ms");
		properties.put("shared-allocated-bytes", "18B");
		properties.put("strikes", "19");
		properties.put("suspension", "20ms");
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		properties.forEach((name, value) -> source.put("claimflow.limits." + name, value));
		assertThat(bound(LimitProperties.class, source).toLimits()).isEqualTo(new Limits(Duration.ofSeconds(1),
				Duration.ofMillis(2), 3, 4_000_000_000L, Duration.ofMillis(25), Duration.ofMillis(5), 5 * 1024, 6000,
				2800, 3300, 34_000_000_000L, 7, 8, 9, 22, Duration.ofMillis(23), 10, 11, 12, 13));
		assertThat(bound(CapacityProperties.class, source).toCapacity())
			.isEqualTo(new Capacity(14, 24, 31, Duration.ofMillis(32), 15, Duration.ofMillis(16), Duration.ofMillis(33),
					Duration.ofMillis(34), 21, 26, 27, Duration.ofMillis(17), 18, 19, Duration.ofMillis(20)));
	}

	@Test
	void theDefaultsOfBundlingAreThoseOfTheEngine() {
		assertThat(bound(LimitProperties.class).toBundling(Optional.empty())).isEqualTo(Bundling.defaults());
	}

	@Test
	void theConfiguredEsbuildIsAPath() {
		assertThat(bound(EngineProperties.class).toEsbuild()).isEmpty();
		assertThat(bound(EngineProperties.class,
				new MapConfigurationPropertySource(Map.of("claimflow.esbuild", "/opt/esbuild")))
			.toEsbuild()).contains(Path.of("/opt/esbuild"));
	}

	@Test
	void theDefaultsOfCachedValuesAreThoseOfTheEngine() {
		assertThat(bound(CacheProperties.class).toLimits()).isEqualTo(ValueLimits.DEFAULT);
	}

	private static <T> T bound(Class<T> type) {
		return bound(type, new MapConfigurationPropertySource());
	}

	private static <T> T bound(Class<T> type, MapConfigurationPropertySource source) {
		ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
		return new Binder(source).bindOrCreate(properties.value(), type);
	}

}
