package io.claimflow.cli.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.claimflow.cli.Tool;
import io.claimflow.cli.Tool.Result;
import io.claimflow.cli.project.Author;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Deployments of a server that runs. */
class DeployTests {

	@TempDir
	private static Path start;

	private static DeploymentServer server;

	@TempDir
	private Path folder;

	private final Map<String, String> environment = new LinkedHashMap<>();

	@BeforeAll
	static void start() throws Exception {
		Author.project(start, "m2mTokenClaims<any>().version = 'start';");
		server = DeploymentServer.start(start);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private Tool tool() {
		return new Tool(this.folder).with("CLAIMFLOW_SERVER", server.url())
			.with("CLAIMFLOW_CLIENT_ID", DeploymentServer.CLIENT)
			.with("CLAIMFLOW_CLIENT_SECRET", DeploymentServer.SECRET);
	}

	private void project(String version) throws Exception {
		Author.project(this.folder, "m2mTokenClaims<any>().version = '" + version + "';");
	}

	private long deploy(String version) throws Exception {
		project(version);
		Result result = tool().run("deploy", "--json", "--confirm");
		assertThat(result.code()).as(result.err()).isZero();
		return result.json().at("/live/deployment").asLong();
	}

	@Test
	void aDeploymentShowsWhatItChangesAndIsRunByAllNodes() throws Exception {
		deploy("one");
		project("two");
		Author.workflow(this.folder, "users", "user:tokens_generation", "");
		Result result = tool().run("deploy", "--wait", "--message", "the second one");
		assertThat(result.code()).as(result.err()).isZero();
		assertThat(result.err()).contains("What this changes at " + server.url() + ", where deployment ",
				"+ users (user:tokens_generation)", "+++ kindeSrc/environment/workflows/m2mWorkflow.ts",
				"-  m2mTokenClaims<any>().version = 'one';", "+  m2mTokenClaims<any>().version = 'two';");
		assertThat(result.out()).containsPattern("Deployment \\d+ is live\\.\\R1 of 1 nodes in \\d+\\.\\d s");
		Result status = tool().run("status");
		assertThat(status.out()).contains("runs deployment ", "up to date", "the second one",
				"client:" + DeploymentServer.CLIENT);
		assertThat(tool().columns(40).run("status").out()).contains("  STATE: up to date").doesNotContain("NODE  ");
		assertThat(tool().run("deployments").out()).contains("NUMBER", "live", "client:" + DeploymentServer.CLIENT,
				"the second one");
		Result again = tool().run("deploy");
		assertThat(again.out()).contains("It is live already");
		assertThat(again.code()).isZero();
	}

	@Test
	void whoeverIsAskedCanStillSayNo() throws Exception {
		deploy("asked");
		project("not wanted");
		Result no = tool().answering("n").run("deploy");
		assertThat(no.code()).isEqualTo(1);
		assertThat(no.err()).contains("Make it live? [y/N]", "Nothing has changed");
		Result dry = tool().run("deploy", "--dry-run", "--json");
		assertThat(dry.json().path("sources").toString()).contains("m2mWorkflow.ts");
		Result yes = tool().answering("y").run("deploy");
		assertThat(yes.out()).contains("is live.");
	}

	@Test
	void aChangeThatTakesSomethingAwayIsConfirmed() throws Exception {
		project("confirmed");
		Author.workflow(this.folder, "users", "user:tokens_generation", "");
		assertThat(tool().run("deploy").code()).isZero();
		Files.delete(this.folder.resolve("kindeSrc/environment/workflows/usersWorkflow.ts"));
		Result needed = tool().run("deploy", "--json");
		assertThat(needed.code()).isEqualTo(1);
		assertThat(needed.json().at("/error/consequences/0/kind").asString()).isEqualTo("TAKES_AWAY");
		assertThat(needed.err()).contains("- users (user:tokens_generation)", "--confirm");
		assertThat(tool().answering("y", "n").run("deploy").err()).contains("Go on? [y/N]", "Nothing has changed");
		Result confirmed = tool().answering("y", "y").run("deploy");
		assertThat(confirmed.code()).as(confirmed.err()).isZero();
	}

	@Test
	void aVariableThatTheServerDoesNotHaveIsNamed() throws Exception {
		deploy("without variables");
		Author.project(this.folder, "m2mTokenClaims<any>().plan = getEnvironmentVariable('PLAN_OF_ALL').value;");
		Result result = tool().run("deploy");
		assertThat(result.code()).isEqualTo(1);
		assertThat(result.err()).contains("The code reads these variables anew: PLAN_OF_ALL", "PLAN_OF_ALL",
				"Nothing has changed");
		assertThat(tool().run("deploy", "--confirm").code()).isZero();
	}

	@Test
	void onesCanGoBackAndForth() throws Exception {
		long first = deploy("first");
		long second = deploy("second");
		Result back = tool().run("rollback", "--reason", "it was wrong", "--wait");
		assertThat(back.out()).contains("Back to deployment " + first, "1 of 1 nodes in");
		assertThat(tool().run("status").out()).contains("back to deployment " + first, "it was wrong");
		assertThat(tool().run("live", Long.toString(second), "--json").json().at("/live/deployment").asLong())
			.isEqualTo(second);
		Result unknown = tool().run("live", "999999");
		assertThat(unknown.code()).isEqualTo(2);
		assertThat(unknown.err()).contains("999999", "claimflow deployments lists");
	}

	@Test
	void aWorkflowIsDeactivatedAlone() throws Exception {
		deploy("deactivated");
		Result needed = tool().run("deactivate", "m2m");
		assertThat(needed.code()).isEqualTo(1);
		assertThat(needed.err()).contains("m2m", "--confirm");
		assertThat(tool().run("deactivate", "m2m", "--confirm").out()).contains("m2m is deactivated.");
		assertThat(tool().run("status").out()).contains("Deactivated: m2m");
		assertThat(tool().run("activate", "m2m").out()).contains("m2m is activated.");
		assertThat(tool().run("activate", "no/such one").code()).isNotZero();
	}

	@Test
	void anArtifactIsStoredAloneAndPromotedByteForByte() throws Exception {
		deploy("kept");
		project("promoted");
		Result stored = tool().run("deploy", "--no-live", "--json");
		assertThat(stored.json().path("state").asString()).isEqualTo("STORED");
		long number = stored.json().path("number").asLong();
		Result promoted = tool()
			.with("CLAIMFLOW_FROM_TOKEN", server.token(Instant.now().plusSeconds(300), "claimflow:read"))
			.run("promote", Long.toString(number), "--from", server.url("localhost"));
		assertThat(promoted.code()).as(promoted.err()).isZero();
		assertThat(promoted.out()).contains("Deployment " + number + " is live.");
		assertThat(tool().run("promote", "--from", server.url()).err()).contains("Both servers are");
	}

	@Test
	void aDeploymentThatIsNotLiveCanBeTried() throws Exception {
		deploy("live meanwhile");
		project("tried");
		String number = tool().run("deploy", "--no-live", "--json").json().path("number").asString();
		Result preview = tool().run("preview", number, "--client", DeploymentServer.CLIENT, "--expires-in", "60",
				"--reason", "a look at it");
		assertThat(preview.code()).as(preview.err()).isZero();
		assertThat(preview.out()).contains("claimflow_preview=");
		assertThat(preview.err()).contains("run deployment " + number + " with these parameters");
		assertThat(tool().run("previews").out()).contains("a look at it", "client:" + DeploymentServer.CLIENT);
		String made = tool().run("previews", "--json").json().get(0).path("preview").asString();
		assertThat(tool().run("revoke", made, "--reason", "seen").out()).contains("Preview " + made, "is revoked");
		assertThat(tool().run("previews").out()).contains("revoked ");
		Result none = tool().run("revoke", "999999");
		assertThat(none.code()).isEqualTo(2);
		assertThat(none.err()).contains("There is no preview 999999", "claimflow previews lists");
		assertThat(tool().run("preview", "999999", "--client", DeploymentServer.CLIENT).code()).isEqualTo(2);
		assertThat(tool().run("preview", number).err()).contains("--client");
	}

	@Test
	void whoIsNotKnownOrMayNotIsToldWhatToDo() throws Exception {
		project("nobody's");
		Tool nobody = new Tool(this.folder);
		assertThat(nobody.run("status", "--server", server.url()).code()).isEqualTo(2);
		Result wrong = tool().with("CLAIMFLOW_CLIENT_SECRET", "wrong").run("status");
		assertThat(wrong.code()).isEqualTo(3);
		assertThat(wrong.err()).contains("invalid_client").doesNotContain("wrong");
		Result expired = nobody.with("CLAIMFLOW_TOKEN", server.token(Instant.now().minusSeconds(120), "claimflow:read"))
			.run("status", "--server", server.url());
		assertThat(expired.code()).isEqualTo(3);
		assertThat(expired.err()).contains("The server does not take the token", "expired", "Get a new one")
			.doesNotContain("eyJ");
		Result scope = nobody.with("CLAIMFLOW_TOKEN", server.token(Instant.now().plusSeconds(300), "claimflow:read"))
			.run("rollback", "--server", server.url());
		assertThat(scope.code()).isEqualTo(3);
		assertThat(scope.err()).contains("claimflow:deploy");
		Result asked = new Tool(this.folder).answering(DeploymentServer.CLIENT, DeploymentServer.SECRET)
			.run("status", "--server", server.url());
		assertThat(asked.code()).as(asked.err()).isZero();
		assertThat(asked.err()).contains("Client of " + server.url()).doesNotContain(DeploymentServer.SECRET);
	}

	@Test
	void aProjectWithProblemsIsNotSent() throws Exception {
		Author.project(this.folder, "let = 1;");
		Result result = tool().run("deploy");
		assertThat(result.code()).isEqualTo(1);
		assertThat(result.err()).contains("m2mWorkflow.ts:6:");
	}

	/**
	 * Each command of the page, in the folder and with the environment that it has made.
	 */
	@Test
	void thePageForAuthorsLeadsFromNothingToProductionAndBack() throws Exception {
		String page = Files.readString(Path.of("../../docs/authors.md"));
		Tool tool = new Tool(this.folder);
		int commands = 0;
		for (MatchResult sample : Pattern.compile("(?ms)^```sh\\n(.*?)^```$").matcher(page).results().toList()) {
			for (String line : sample.group(1).split("\n")) {
				String[] words = words(line.replace("http://127.0.0.1:9000", server.url()));
				switch (words[0]) {
					case "cd" -> tool = new Tool(this.folder.resolve(words[1]));
					case "export" -> Stream.of(words)
						.skip(1)
						.map((pair) -> pair.split("=", 2))
						.forEach((pair) -> this.environment.put(pair[0], pair[1]));
					default -> {
						assertThat(words[0]).isEqualTo("claimflow");
						this.environment.forEach(tool::with);
						Result result = tool.run(Arrays.copyOfRange(words, 1, words.length));
						assertThat(result.code()).as(line + "\n" + result.out() + result.err()).isZero();
						commands++;
					}
				}
			}
		}
		assertThat(commands).isGreaterThan(8);
		assertThat(tool.run("status").out()).contains("It was a try");
	}

	private static String[] words(String line) {
		return Pattern.compile("\"([^\"]*)\"|\\S+")
			.matcher(line)
			.results()
			.map((word) -> (word.group(1) != null) ? word.group(1) : word.group())
			.toArray(String[]::new);
	}

}
