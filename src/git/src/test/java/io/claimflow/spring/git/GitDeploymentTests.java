package io.claimflow.spring.git;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import io.claimflow.spring.deployment.store.Change;
import io.claimflow.spring.deployment.store.DeploymentSource;
import io.claimflow.spring.deployment.store.DeploymentState;
import io.claimflow.spring.deployment.store.StoredDeployment;
import io.claimflow.spring.git.remote.TestHttpsServer;
import io.claimflow.spring.git.remote.TestRepository;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static io.claimflow.spring.git.GitServer.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for commits that become deployments of a server.
 */
@ExtendWith(OutputCaptureExtension.class)
class GitDeploymentTests {

	@TempDir
	static Path directory;

	private static final TestRepository origin = new TestRepository();

	private static TestHttpsServer git;

	private static Map<String, Object> properties;

	private static GitServer server;

	@BeforeAll
	static void start() throws Exception {
		git = new TestHttpsServer(origin, directory);
		// Nobody needs the repository for a start.
		git.instead((exchange) -> exchange.sendResponseHeaders(503, -1));
		properties = GitServer.properties(directory, git.uri());
		properties.put("claimflow.git.ssl-bundle", "git");
		properties.put("spring.ssl.bundle.jks.git.truststore.location", git.keys().toUri().toString());
		properties.put("spring.ssl.bundle.jks.git.truststore.password", git.password());
		properties.put("claimflow.git.back-off", "2s");
		server = GitServer.start(properties);
		await().atMost(Duration.ofSeconds(20)).until(() -> server.report().problem() != null);
		assertThat(server.store().live().deployment()).hasValue(1);
		git.asUsual();
	}

	@AfterAll
	static void stop() {
		server.close();
		git.close();
	}

	@AfterEach
	void asUsual() throws Exception {
		git.asUsual();
	}

	/** The deployment of a commit, once it has been looked at. */
	private static StoredDeployment deployed(String commit) {
		await().atMost(Duration.ofSeconds(20)).until(() -> commit.equals(server.report().commit()));
		assertThat(server.report().problem()).isNull();
		return server.store().find(server.report().deployment()).orElseThrow();
	}

	private static OptionalLong live() {
		return server.store().live().deployment();
	}

	private static String commit(String message, Map<String, String> files) throws Exception {
		return origin.commit(message, files);
	}

	@Test
	void aCommitIsLiveWithWhoWroteIt() throws Exception {
		String id = commit("Say hello", GitServer.project("hello"));
		StoredDeployment deployment = deployed(id);
		assertThat(live()).hasValue(deployment.number());
		assertThat(deployment.provenance().source()).isEqualTo(DeploymentSource.GIT);
		assertThat(deployment.provenance().commit()).contains(id);
		assertThat(deployment.provenance().author()).contains("An Author <author@example.com>");
		assertThat(deployment.provenance().message()).contains("Say hello");
		assertThat(deployment.provenance().pushedBy()).isEqualTo("git " + git.uri());
		assertThat(server.store().live().reason()).isEqualTo("Commit " + id.substring(0, 12) + ": Say hello");
	}

	@Test
	void aCommitThatLeavesTheProjectAloneChangesNothing() throws Exception {
		long number = deployed(commit("Begin", GitServer.project("same"))).number();
		server.store().makeLive(1, Change.by("an operator", "Back"));
		Map<String, String> files = new LinkedHashMap<>(GitServer.project("same"));
		files.put("README.md", "New");
		assertThat(deployed(commit("Describe it", files)).number()).isEqualTo(number);
		assertThat(live()).hasValue(1);
	}

	@Test
	void aBrokenCommitIsRefusedAndWhatIsLiveStaysLive(CapturedOutput output) throws Exception {
		long before = deployed(commit("Work", GitServer.project("works"))).number();
		Map<String, String> files = new LinkedHashMap<>(GitServer.project("works"));
		files.put(GitServer.WORKFLOW, "export default async function ( { /* \u202E */");
		String id = commit("Break", files);
		StoredDeployment deployment = deployed(id);
		assertThat(deployment.state()).isEqualTo(DeploymentState.REFUSED);
		assertThat(deployment.provenance().commit()).contains(id);
		assertThat(deployment.problems()).isNotEmpty()
			.first()
			.satisfies((problem) -> assertThat(problem.location()).isNotNull()
				.satisfies((location) -> assertThat(location.file()).isEqualTo(GitServer.WORKFLOW)));
		assertThat(live()).hasValue(before);
		assertThat(server.report().outcome()).isEqualTo("REFUSED");
		assertThat(output).contains("Commit " + id.substring(0, 12) + " was refused, as deployment", "function ( { /*")
			.doesNotContain("\u202E");
	}

	@Test
	void aCommitThatTakesAWorkflowAwayWaitsForAnOperator(CapturedOutput output) throws Exception {
		long before = deployed(commit("Keep it", GitServer.project("kept"))).number();
		String id = commit("Delete it", GitServer.otherProject());
		StoredDeployment deployment = deployed(id);
		assertThat(deployment.state()).isEqualTo(DeploymentState.STORED);
		assertThat(live()).hasValue(before);
		assertThat(server.report().note()).contains("would not run at m2m:token_generation any more");
		git.instead((exchange) -> exchange.sendResponseHeaders(503, -1));
		await().atMost(Duration.ofSeconds(20)).until(() -> server.report().problem() != null);
		git.asUsual();
		await().atMost(Duration.ofSeconds(20)).until(() -> server.report().problem() == null);
		assertThat(output.toString().split("Commit " + id.substring(0, 12) + " is deployment", -1)).hasSize(2);
		server.store().makeLive(deployment.number(), Change.by("an operator", "Wanted").confirm());
		assertThat(live()).hasValue(deployment.number());
		server.store().makeLive(before, Change.by("an operator", "Back").confirm());
	}

	@Test
	void aForcePushIsANewCommitAsAnyOther() throws Exception {
		deployed(commit("One", GitServer.project("one")));
		String id = origin.forcePush("Other", GitServer.project("forced"));
		long number = deployed(id).number();
		assertThat(live()).hasValue(number);
	}

	@Test
	void whatIsWrongIsSaidOnceAndMendsItself(CapturedOutput output) throws Exception {
		String good = commit("Good", GitServer.project("good"));
		long before = deployed(good).number();
		String empty = commit("Empty", Map.of("README.md", "Nothing else"));
		await().atMost(Duration.ofSeconds(20))
			.until(() -> String.valueOf(server.report().problem()).contains("has no kinde.json"));
		origin.remove("main");
		await().atMost(Duration.ofSeconds(20))
			.until(() -> String.valueOf(server.report().problem()).contains("has no branch \"main\""));
		assertThat(live()).hasValue(before);
		assertThat(server.bean(GitHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
		assertThat(server.bean(GitHealthIndicator.class).health().getDetails()).containsEntry("commit", good)
			.containsKeys("pulledAt", "problem", "deployment");
		String better = commit("Better", GitServer.project("better"));
		long number = deployed(better).number();
		assertThat(live()).hasValue(number);
		assertThat(output.toString().split("commit " + empty.substring(0, 12) + " has no kinde.json", -1)).hasSize(2);
		assertThat(output.toString().split("has no branch", -1)).hasSize(2);
		assertThat(output).contains("The repository can be read again").doesNotContain(git.password() + "@");
	}

	/** What it has begun counts for nothing, and its time is waited for, not longer. */
	@Test
	void aNodeThatIsKilledWhileItPullsIsFollowedByAnother() throws Exception {
		deployed(commit("Before the kill", GitServer.project("before")));
		GitPoller poller = server.bean(GitPoller.class);
		poller.stop();
		JdbcClient jdbc = server.bean(JdbcClient.class);
		Semaphore asked = new Semaphore(0);
		CountDownLatch end = new CountDownLatch(1);
		Server database = Server.createTcpServer("-tcpPort", "0").start();
		String id;
		try {
			git.hang(origin, asked, end);
			id = commit("During the kill", GitServer.project("during"));
			Map<String, Object> elsewhere = new LinkedHashMap<>(properties);
			String url = String.valueOf(properties.get("spring.datasource.url"));
			elsewhere.put("spring.datasource.url",
					url.replace("jdbc:h2:mem:", "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/mem:"));
			elsewhere.put("spring.datasource.username", "sa");
			elsewhere.put("claimflow.deployments.node", "killed");
			Process node = GitServer.launch(elsewhere);
			try {
				await().atMost(Duration.ofMinutes(2)).until(() -> asked.tryAcquire() || !node.isAlive());
				assertThat(node.isAlive()).isTrue();
			}
			finally {
				node.destroyForcibly().waitFor();
			}
		}
		finally {
			end.countDown();
			git.asUsual();
			database.stop();
		}
		long stored = server.store().list(1, OptionalLong.empty()).get(0).number();
		assertThat(server.store().list(1, OptionalLong.empty()).get(0).provenance().message())
			.contains("Before the kill");
		int fetches = git.fetches();

		poller.start();

		assertThat(holder(jdbc)).isEqualTo("killed");
		await().during(Duration.ofSeconds(2))
			.atMost(Duration.ofSeconds(4))
			.until(() -> git.fetches() == fetches && holder(jdbc).equals("killed"));
		jdbc.sql("update claimflow_work set held_until = current_timestamp").update();
		poller.wake();
		StoredDeployment deployment = deployed(id);
		assertThat(deployment.number()).isEqualTo(stored + 1);
		assertThat(live()).hasValue(deployment.number());
		assertThat(holder(jdbc)).isNotEqualTo("killed");
	}

	private static String holder(JdbcClient jdbc) {
		return jdbc.sql("select holder from claimflow_work where name like '%git%'").query(String.class).single();
	}

	@Test
	void aSecondNodeDoesNotPullAsWell() throws Exception {
		try (GitServer second = GitServer.start(properties)) {
			String id = commit("For two", GitServer.project("two"));
			long number = deployed(id).number();
			await().atMost(Duration.ofSeconds(20)).until(() -> id.equals(second.report().commit()));
			assertThat(second.report().deployment()).isEqualTo(number);
			assertThat(server.store().list(100, OptionalLong.empty()))
				.filteredOn((deployment) -> deployment.provenance().commit().equals(Optional.of(id)))
				.hasSize(1);
		}
	}

}
