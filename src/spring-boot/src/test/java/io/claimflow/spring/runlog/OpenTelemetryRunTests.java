package io.claimflow.spring.runlog;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/** Runs that leave the server as log records of OpenTelemetry. */
@ExtendWith(OutputCaptureExtension.class)
class OpenTelemetryRunTests {

	private static AuthServer.Builder builder(Map<String, Object> more) {
		AuthServer.Builder builder = AuthServer.builder()
			.m2m("m2mTokenClaims<any>().plan = 'pro-of-gold'; console.log('hello');")
			.property("claimflow.runs.enabled", true)
			.property("claimflow.runs.values", "changed")
			.property("claimflow.encryption.keys.k1", Database.KEY)
			.property("claimflow.runs.linger", "1ms")
			.property("claimflow.runs.opentelemetry.enabled", true)
			.property("spring.autoconfigure.exclude",
					"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
		more.forEach(builder::property);
		return builder;
	}

	@Test
	void eachRunIsARecordWithoutTheValuesOfItsClaims() {
		try (AuthServer server = builder(Map.of()).with(Collector.class).start()) {
			server.clientCredentials(AuthServerConfiguration.JWT);

			LogRecordData record = Collector.only(server);
			assertThat(record.getEventName()).isEqualTo("claimflow.run");
			assertThat(record.getSeverity()).isEqualTo(Severity.INFO);
			assertThat(text(record, "claimflow.trigger")).isEqualTo("m2m:token_generation");
			assertThat(text(record, "claimflow.status")).isEqualTo("COMPLETED");
			assertThat(record.getAttributes().get(AttributeKey.stringArrayKey("claimflow.claims.changed")))
				.containsExactly("plan");
			assertThat(text(record, "claimflow.detail")).contains("\"name\":\"plan\"", "ADDED", "hello");
			assertThat(text(record, "claimflow.values")).isEmpty();
			assertThat(record.toString()).doesNotContain("pro-of-");
		}
	}

	@Test
	void valuesAreThereIfTwoPropertiesAskForThem() {
		try (AuthServer server = builder(Map.of("claimflow.runs.opentelemetry.values", true)).with(Collector.class)
			.start()) {
			server.clientCredentials(AuthServerConfiguration.JWT);

			assertThat(text(Collector.only(server), "claimflow.values")).contains("\"plan\":\"pro-of-gold\"");
		}
	}

	@Test
	void withoutOpenTelemetryThereIsNowhereToSendThemTo(CapturedOutput output) {
		assertThatException().isThrownBy(builder(Map.of())::start);

		assertThat(output).contains("APPLICATION FAILED TO START", "spring-boot-starter-opentelemetry",
				"management.opentelemetry.logging.export.otlp.endpoint");
	}

	private static String text(LogRecordData record, String name) {
		String text = record.getAttributes().get(AttributeKey.stringKey(name));
		return (text != null) ? text : "";
	}

	/** The SDK as an application has it, with an exporter that keeps what it is given. */
	@Configuration(proxyBeanMethods = false)
	static class Collector {

		private final Queue<LogRecordData> records = new ConcurrentLinkedQueue<>();

		@Bean
		OpenTelemetry openTelemetry() {
			LogRecordExporter exporter = new LogRecordExporter() {

				@Override
				public CompletableResultCode export(Collection<LogRecordData> logs) {
					Collector.this.records.addAll(logs);
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public CompletableResultCode flush() {
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public CompletableResultCode shutdown() {
					return CompletableResultCode.ofSuccess();
				}

			};
			return OpenTelemetrySdk.builder()
				.setLoggerProvider(SdkLoggerProvider.builder()
					.addLogRecordProcessor(
							BatchLogRecordProcessor.builder(exporter).setScheduleDelay(Duration.ofMillis(10)).build())
					.build())
				.build();
		}

		static LogRecordData only(AuthServer server) {
			Collector collector = server.context().getBean(Collector.class);
			return await().until(() -> List.copyOf(collector.records), (records) -> records.size() == 1).get(0);
		}

	}

}
