package io.claimflow.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.claimflow.Failure;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.Warning;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.RecordedRuns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the properties of Claimflow.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropertiesTests {

	private static AuthServer server;

	@BeforeAll
	static void start() {
		AuthServer.Builder builder = AuthServer.builder().m2m("""
				const token = m2mTokenClaims<any>();
				switch (event.request.auth.audience[0]) {
				  case "variables":
				    token.variables = Object.fromEntries(["PROPERTIES_URL", "PROPERTIES_KEY", "YAML_URL", "YAML_KEY",
				        "YAML_PORT", "RELAXED_URL", "relaxedUrl", "API_URL", "API_KEY", "BOTH", "NONE"]
				      .map((name) => [name, getEnvironmentVariable(name)]));
				    break;
				  case "loop": for (;;) {}
				  case "warning": token.text = "x".repeat(600); break;
				  case "maximum": token.text = "x".repeat(2500); break;
				  case "lines": for (let i = 0; i < 9; i++) console.log("line"); break;
				  case "bytes": console.log("x".repeat(500)); break;
				}
				""").write("config/some.properties", """
				claimflow.env.PROPERTIES_URL=https://properties.example
				claimflow.env.BOTH=not-this
				claimflow.secrets.PROPERTIES_KEY=hidden-properties
				claimflow.secrets.BOTH=hidden-both
				claim-flow.secrets.odd=hidden-odd
				""").write("config/some.yaml", """
				claimflow:
				  env:
				    YAML_URL: https://yaml.example
				    YAML_PORT: 8443
				    relaxed-url: https://relaxed.example
				  secrets:
				    YAML_KEY: hidden-yaml
				""");
		server = builder
			.property("spring.config.import",
					builder.project().toUri() + "config/some.properties," + builder.project().toUri()
							+ "config/some.yaml")
			.environmentVariable("CLAIMFLOW_ENV_API_URL", "https://api.example")
			.environmentVariable("CLAIMFLOW_SECRETS_API_KEY", "hidden-variable")
			.environmentVariable("CLAIMFLOW_ENCRYPTION_KEYS_K1", "aGlkZGVuLSBoaWRkZW4tIGhpZGRlbi0gaGlkZGVuLSA=")
			.environmentVariable("VAULT_SAYS", "hidden-behind-a-placeholder")
			.environmentVariable("SERVICE_URL", "https://ada:hidden-behind-a-placeholder@service.example")
			.environmentVariable("APPLICATION_JSON", "{\"claimflow\":{\"secrets\":{\"PIN\":\"hidden-in-json\"}}}")
			.environmentVariable("JAVA_COMMAND", "app.jar --claimflow.secrets.PIN=hidden-on-the-command-line")
			.property("claimflow.secrets.PLACED", "${VAULT_SAYS}")
			.property("claimflow.secure-fetch.keys.m2m", "aGlkZGVuLSBoaWRkZW4tIGhpZGRlbi0gaGlkZGVuLSE=")
			.property("claimflow.limits.deadline", "2s")
			.property("claimflow.limits.allocated-bytes", "3GB")
			.property("claimflow.limits.statements", Long.MAX_VALUE)
			.property("claimflow.limits.claims-warning", "500B")
			.property("claimflow.limits.claims-limit", "2KB")
			.property("claimflow.limits.log-lines", 4)
			.property("claimflow.limits.log-bytes", "100B")
			.property("management.endpoints.web.exposure.include", "env,configprops")
			.property("management.endpoint.env.show-values", "always")
			.property("management.endpoint.configprops.show-values", "always")
			.with(RecordedRuns.class)
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "PROPERTIES_URL, https://properties.example, false", "PROPERTIES_KEY, hidden-properties, true",
			"YAML_URL, https://yaml.example, false", "YAML_KEY, hidden-yaml, true", "YAML_PORT, 8443, false",
			"RELAXED_URL, https://relaxed.example, false", "relaxedUrl, https://relaxed.example, false",
			"API_URL, https://api.example, false", "API_KEY, hidden-variable, true", "BOTH, hidden-both, true" })
	void workflowsReadVariables(String name, String value, boolean secret) {
		assertThat(variables()).extractingByKey(name).isEqualTo(Map.of("value", value, "isSecret", secret));
	}

	@Test
	void aVariableThatNobodySetHasNoValue() {
		assertThat(variables()).containsEntry("NONE", Map.of("isSecret", false));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> variables() {
		return (Map<String, Object>) server.clientCredentials(AuthServerConfiguration.JWT, "audience", "variables")
			.accessTokenClaims()
			.get("variables");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/env", "/actuator/configprops" })
	void actuatorMasksSecretsEvenIfItShowsEverything(String path) {
		AuthServer.Response response = server.getSignedIn(path);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body())
			.contains("https://properties.example", "https://yaml.example", "https://api.example", "PROPERTIES_KEY",
					"YAML_KEY", "******")
			.doesNotContain("hidden-", "aGlkZGVuLSBo");
	}

	@Test
	void actuatorShowsWhatIsNoSecret() {
		assertThat(server.getSignedIn("/actuator/env").body()).contains("VAULT_SAYS", "SERVICE_URL", "JAVA_COMMAND",
				"claimflow.limits.deadline", "\"value\":\"2s\"");
	}

	@Test
	void aRunEndsAtTheDeadline() {
		Outcome outcome = run("loop");
		assertThat(outcome.failure()).map(Failure::kind).contains(Failure.Kind.DEADLINE);
		assertThat(outcome.duration()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(15));
	}

	@Test
	void largeClaimsAreWarnedOf() {
		assertThat(run("warning").warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.TOKEN_SIZE);
		assertThat(run("lines").warnings()).extracting(Warning::kind).doesNotContain(Warning.Kind.TOKEN_SIZE);
	}

	@Test
	void tooLargeClaimsAreRefused() {
		assertThat(run("maximum").failure()).map(Failure::kind).contains(Failure.Kind.TOKEN_SIZE);
	}

	@Test
	void aRunLogsNoMoreThanItsLinesAndBytes() {
		assertThat(run("lines").log()).extracting(LogLine::message).containsExactly("line", "line", "line", "line");
		assertThat(run("bytes").log()).extracting(LogLine::message).containsExactly("x".repeat(100) + " …");
	}

	private static Outcome run(String behaviour) {
		RecordedRuns runs = server.context().getBean(RecordedRuns.class);
		runs.take();
		server.clientCredentials(AuthServerConfiguration.JWT, "audience", behaviour);
		return runs.take().get(0).outcome();
	}

	@ParameterizedTest
	@CsvSource({ "source-bytes, 50B, raise claimflow.limits.source-bytes",
			"project-files, 1, raise claimflow.limits.project-files" })
	void aProjectBeyondItsLimitsStopsTheStart(String limit, String value, String message, CapturedOutput output) {
		AuthServer.Builder builder = AuthServer.builder().m2m("").user("").property("claimflow.limits." + limit, value);
		assertThatException().isThrownBy(builder::start);
		assertThat(output).contains("APPLICATION FAILED TO START").contains(message);
	}

	@ParameterizedTest
	@CsvSource({ "claimflow.limits.deadline, 0s, It must be more than 0s and at most 1d",
			"claimflow.limits.deadline, soon, is not a valid duration",
			"claimflow.limits.claims-limit, 3GB, It must be at least 1B and less than 2GB",
			"claimflow.limits.allocated-bytes, 0B, It must be at least 1B",
			"claimflow.limits.log-lines, -1, It must be at least 1", "claimflow.limits.calls, 0, It must be at least 1",
			"claimflow.fetch.timeout, 2d, It must be more than 0s and at most 1d",
			"claimflow.fetch.response-bytes, 0B, It must be at least 1B and less than 2GB",
			"claimflow.fetch.redirects, -1, It must be at least 0",
			"claimflow.fetch.request-bytes, 0B, It must be at least 1B and less than 2GB",
			"claimflow.fetch.total-bytes, 0B, It must be at least 1B",
			"claimflow.fetch.proxy, socks://proxy.example:1080, It must be http://<host>:<port>",
			"claimflow.limits.bundle-bytes, 0B, It must be at least 1B and less than 2GB",
			"claimflow.limits.bundle-time, 0s, It must be more than 0s and at most 1d",
			"claimflow.token.size-warning, 0B, It must be at least 1B and less than 2GB",
			"claimflow.token.size-limit, 2GB, It must be at least 1B and less than 2GB",
			"claimflow.cache.entries, 0, It must be at least 1", "claimflow.cache.bytes, 4GB, less than 2GB",
			"claimflow.cache.value-bytes, 2MB, It must be at most claimflow.cache.bytes",
			"claimflow.cache.lifetime, -1s, It must be more than 0s",
			"claimflow.mfa.every-sign-in, sometimes, Failed to convert to type java.lang.Boolean",
			"claimflow.token.denied-error, forbidden, INVALID_GRANT",
			"claimflow.jdbc.initialize-schema, perhaps, EMBEDDED", "claimflow.reload, maybe, Invalid boolean value" })
	void aPropertyWithABadValueStopsTheStart(String name, String value, String reason, CapturedOutput output) {
		assertThatException().isThrownBy(AuthServer.builder().m2m("").property(name, value)::start);
		assertThat(output).contains("APPLICATION FAILED TO START").contains(name).contains(value).contains(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "claimflow.encryption.keys.k1", "claimflow.secure-fetch.keys.some-workflow" })
	void aKeyThatCannotBeUsedStopsTheStartAndIsNotShown(String name, CapturedOutput output) {
		assertThatException().isThrownBy(AuthServer.builder().m2m("").property(name, "c2hvcnQ=")::start);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(name + " is not Base64 of 32 bytes")
			.contains("openssl rand -base64 32")
			.doesNotContain("c2hvcnQ");
	}

	@Test
	void editorsDescribeEveryProperty() throws Exception {
		JsonNode metadata = JsonMapper.shared()
			.readTree(new ClassPathResource("META-INF/spring-configuration-metadata.json",
					PropertiesTests.class.getClassLoader())
				.getInputStream());
		Set<String> names = new TreeSet<>();
		metadata.get("properties").forEach((property) -> {
			String name = property.get("name").asString();
			String description = property.path("description").asString("");
			assertThat(description).as(name).endsWith(".").doesNotContain("{@").doesNotContainPattern("^(The|An?) ");
			if (property.path("type").asString().equals("java.lang.Boolean")) {
				assertThat(description).as(name).startsWith("Whether ");
			}
			names.add(name);
		});
		assertThat(names).contains("claimflow.enabled", "claimflow.project", "claimflow.limits.deadline",
				"claimflow.token.denied-error");
	}

}
