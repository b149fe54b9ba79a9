package io.claimflow.spring.console;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.claimflow.spring.jdbc.EnvironmentVariables;
import io.claimflow.spring.jdbc.WorkflowKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page of variables and keys.
 */
@ExtendWith(OutputCaptureExtension.class)
class VariablePagesTests {

	private static final String PATH = "/claimflow/console/variables";

	@TempDir
	static Path directory;

	private static ConsoleServer server;

	private static ConsoleUser charles;

	@BeforeAll
	static void start() throws Exception {
		Map<String, Object> properties = ConsoleServer.properties(directory);
		Files.writeString(directory.resolve("kindeSrc/environment/workflows/tokenWorkflow.ts"), """
				export const workflowSettings = {
				  id: "token", trigger: "m2m:token_generation", bindings: { "kinde.env": {}, "kinde.secureFetch": {} }
				};
				export default async function () {
				  kinde.env.get("PLAN"); kinde.env.get("REGION"); kinde.env.get("NOWHERE");
				}
				""");
		properties.put("claimflow.env.REGION", "eu-sesame");
		server = ConsoleServer.start(properties);
		charles = new ConsoleUser(server).signedIn("charles");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static String page() throws Exception {
		return charles.get(PATH).body();
	}

	@Test
	void aSecretIsSetAndReplacedAndDeletedAndNeverShown(CapturedOutput output) throws Exception {
		EnvironmentVariables variables = server.bean(EnvironmentVariables.class);
		for (String value : new String[] { "tops3cret", "s3cond" }) {
			HttpResponse<String> answer = charles.submit(PATH + "/set", page(),
					Map.of("name", "PLAN", "value", value, "secret", "true", "reason", "rotate\nERROR"));
			assertThat(answer.statusCode()).isEqualTo(303);
		}

		assertThat(variables.list()).hasSize(1).allMatch((variable) -> variable.secret());
		assertThat(page()).contains("PLAN", "secret, shown to nobody").doesNotContain("tops3cret", "s3cond");
		assertThat(output)
			.contains("The variable 'PLAN' was set by user:charles (rotate ERROR)",
					"The variable 'PLAN' was replaced by user:charles")
			.doesNotContain("tops3cret", "s3cond");

		assertThat(charles.submit(PATH + "/set", page(), Map.of("name", "a b", "value", "tops3cret", "reason", "why"))
			.body()).contains("This cannot be taken").doesNotContain("tops3cret");
		String id = variables.list().get(0).id();
		assertThat(charles.submit(PATH + "/delete", page(), Map.of("id", id)).statusCode()).as("no reason")
			.isEqualTo(400);
		assertThat(charles.submit(PATH + "/delete", page(), Map.of("id", id, "reason", "gone")).statusCode())
			.isEqualTo(303);
		assertThat(charles.submit(PATH + "/delete", page(), Map.of("id", id, "reason", "gone")).statusCode())
			.isEqualTo(404);
		assertThat(variables.list()).isEmpty();
		assertThat(page()).containsPattern("(?s)deleted</td>.{1,200}PLAN.{1,200}user:charles.{1,200}gone")
			.containsPattern("(?s)replaced</td>.{1,200}PLAN.{1,200}user:charles.{1,200}rotate ERROR")
			.doesNotContain("tops3cret", "s3cond");
	}

	@Test
	void thePageOfAWorkflowKnowsWhatWasSetSinceItWasLoaded() throws Exception {
		String path = "/claimflow/console/workflows/one?id=token";
		assertThat(charles.get(path).body()).containsPattern("NOWHERE</code>\\s*<span class=\"tag bad\">missing")
			.containsPattern("secureFetch</span> <span class=\"tag bad\">missing");
		EnvironmentVariables variables = server.bean(EnvironmentVariables.class);
		WorkflowKeys keys = server.bean(WorkflowKeys.class);
		String variable = variables.create("NOWHERE", "here", false).id();
		String key = keys.create("token").key().id();

		assertThat(charles.get(path).body()).containsPattern("NOWHERE</code>\\s*<span class=\"tag good\">exists")
			.doesNotContainPattern("secureFetch</span> <span class=\"tag bad\">missing");

		keys.deactivate(key);
		assertThat(charles.get(path).body()).containsPattern("secureFetch</span> <span class=\"tag bad\">missing");
		keys.delete(key);
		variables.delete(variable);
	}

	@Test
	void thePageSaysWhereVariablesComeFromAndWhoReadsThem() throws Exception {
		assertThat(page()).containsPattern("(?s)NOWHERE.{1,300}missing")
			.containsPattern("(?s)REGION.{1,300}properties")
			.contains("one?id=token")
			.doesNotContain("eu-sesame");
		String seen = new ConsoleUser(server).signedIn("vera").get(PATH).body();
		assertThat(seen).contains("NOWHERE").doesNotContain("<form");
	}

	@Test
	void aKeyIsShownOnceAndActivatedAndRetired() throws Exception {
		WorkflowKeys keys = server.bean(WorkflowKeys.class);
		HttpResponse<String> created = charles.submit(PATH + "/keys/create", page(),
				Map.of("workflow", "token", "reason", "first"));
		assertThat(created.body()).contains("This key is shown once")
			.containsPattern("<code>[A-Za-z0-9+/]{43}=</code>");
		charles.submit(PATH + "/keys/create", page(), Map.of("workflow", "token", "reason", "second"));
		assertThat(page()).doesNotContainPattern("[A-Za-z0-9+/]{43}=");
		String second = keys.list("token").get(1).id();

		charles.submit(PATH + "/keys/activate", page(), Map.of("id", second, "reason", "rotate"));
		assertThat(keys.find(second)).hasValueSatisfying((key) -> assertThat(key.active()).isTrue());
		charles.submit(PATH + "/keys/retire", page(), Map.of("id", second, "reason", "leaked"));
		assertThat(keys.find(second)).hasValueSatisfying((key) -> assertThat(key.active()).isFalse());
		charles.submit(PATH + "/keys/delete", page(), Map.of("id", second, "reason", "leaked"));
		assertThat(keys.find(second)).isEmpty();
		assertThat(
				charles.submit(PATH + "/keys/create", page(), Map.of("workflow", "other", "reason", "x")).statusCode())
			.isEqualTo(404);
	}

}
