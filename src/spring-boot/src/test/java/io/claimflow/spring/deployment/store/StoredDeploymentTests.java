package io.claimflow.spring.deployment.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.server.AuthServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for servers whose deployments are in a database that they share.
 */
@ParameterizedClass
@EnumSource
@ExtendWith(OutputCaptureExtension.class)
class StoredDeploymentTests {

	private static final String M2M = "kindeSrc/environment/workflows/m2mWorkflow.ts";

	private static final String USER = "kindeSrc/environment/workflows/userWorkflow.ts";

	private static final Change CHANGE = Change.by("ann", "because");

	private final Map<String, Object> database;

	private final List<StoreServer> servers = new ArrayList<>();

	StoredDeploymentTests(Database database) {
		this.database = database.properties();
	}

	@AfterEach
	void stop() {
		this.servers.forEach(StoreServer::close);
	}

	private StoreServer start(AuthServer.Builder builder) {
		this.database.forEach(builder::property);
		StoreServer started = new StoreServer(builder.start());
		this.servers.add(started);
		return started;
	}

	private static AuthServer.Builder node(String name, String version) {
		return StoreServer.builder(version)
			.property("claimflow.deployments.node", name)
			.property("management.endpoints.web.exposure.include", "workflows,health")
			.property("management.endpoint.health.show-details", "always");
	}

	private static AuthServer.Builder withoutFolder(String name) {
		return node(name, "unused").property("claimflow.project", "file:./no/such/folder");
	}

	private static void await(StoreServer server, Object version) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(server.version()).isEqualTo(version));
	}

	private static JsonNode health(StoreServer server) {
		return JsonMapper.shared()
			.readTree(server.server().getSignedIn("/actuator/health").body())
			.at("/components/workflows/details");
	}

	private static Path project(String version) {
		return StoreServer.builder(version).project();
	}

	@Test
	void everyNodeRunsWhatIsMadeLiveAndGoesBackAgain() throws Exception {
		StoreServer a = start(node("a", "one"));
		assertThat(a.version()).isEqualTo("one");
		assertThat(a.store().live().deployment()).hasValue(1);
		StoreServer b = start(withoutFolder("b"));
		StoreServer c = start(withoutFolder("c"));
		assertThat(b.version()).isEqualTo("one");
		long two = a.push(project("two"));
		assertThat(a.version()).isEqualTo("one");
		b.store().makeLive(two, CHANGE.of(1));
		assertThat(b.version()).isEqualTo("two");
		await(a, "two");
		await(c, "two");
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(DeploymentStatus.summary(a.store().nodes(), a.store().live().revision()))
				.isEqualTo("3 of 3"));
		for (StoreServer server : List.of(a, b, c)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(health(server).path("nodes").asString()).isEqualTo("3 of 3"));
		}
		c.store().rollBack(CHANGE);
		for (StoreServer server : List.of(a, b, c)) {
			await(server, "one");
		}
		JsonNode report = JsonMapper.shared()
			.readTree(a.server().getSignedIn("/actuator/workflows").body())
			.path("store");
		assertThat(report.path("node").asString()).isEqualTo("a");
		assertThat(report.path("changedBy").asString()).isEqualTo("ann");
		assertThat(report.path("revision").asInt()).isEqualTo(3);
	}

	@Test
	void aDeactivatedWorkflowDoesNotRunOnAnyNode() {
		StoreServer a = start(node("a", "one"));
		StoreServer b = start(withoutFolder("b"));
		a.store().deactivate("m2m", CHANGE.confirm());
		assertThat(a.version()).isEqualTo("none");
		await(b, "none");
		StoreServer c = start(withoutFolder("c"));
		assertThat(c.version()).isEqualTo("none");
		b.store().activate("m2m", CHANGE);
		for (StoreServer server : List.of(a, b, c)) {
			await(server, "one");
		}
	}

	@Test
	void theFolderIsWhatAServerBeginsWithAsLongAsNothingElseWasDeployed(CapturedOutput output) throws Exception {
		start(node("a", "one")).close();
		StoreServer second = start(node("a", "two"));
		assertThat(second.version()).isEqualTo("two");
		long pushed = second.push(project("pushed"));
		second.store().makeLive(pushed, CHANGE);
		second.close();
		assertThat(output).doesNotContain("stays so");
		StoreServer third = start(node("a", "three"));
		assertThat(third.version()).isEqualTo("pushed");
		assertThat(third.store().live().revision()).isEqualTo(3);
	}

	@Test
	void anOlderFolderDoesNotComeBackWithTheRestartOfANode() {
		start(node("a", "one")).close();
		start(node("b", "two"));
		StoreServer again = start(node("a", "one"));
		assertThat(again.version()).isEqualTo("two");
	}

	@Test
	void aWorkflowThatIsGoneFromTheFolderStaysLiveUntilThatIsConfirmed(CapturedOutput output) {
		start(node("a", "one").user("")).close();
		StoreServer without = start(node("a", "two"));
		assertThat(without.version()).isEqualTo("one");
		assertThat(output).contains("is deployment 2, and is not live")
			.contains("The workflow \"user\" would not run at user:tokens_generation any more");
		without.store().makeLive(2, CHANGE.confirm());
		assertThat(without.version()).isEqualTo("two");
	}

	@Test
	void aVariableOrAKeyThatIsNotHereIsAskedFor() throws Exception {
		StoreServer server = start(node("a", "one"));
		AuthServer.Builder reads = StoreServer.builder("two")
			.m2m("m2mTokenClaims<any>().version = getEnvironmentVariable(\"CRM_KEY\")?.value;")
			.write("kindeSrc/environment/workflows/sendsWorkflow.ts", """
					export const workflowSettings = { id: "sends", trigger: "user:tokens_generation",
					  bindings: { "kinde.secureFetch": {}, url: {} } };
					export default async function () {}
					""");
		long number = server.push(reads.project());
		assertThatExceptionOfType(ConfirmationNeededException.class)
			.isThrownBy(() -> server.store().makeLive(number, CHANGE))
			.satisfies((ex) -> assertThat(ex.consequences()).containsExactlyInAnyOrder(
					Consequence.missingVariable("m2m", "CRM_KEY"), Consequence.missingKey("sends")));
		server.store().makeLive(number, CHANGE.confirm());
	}

	@Test
	void eachSaveIsADeploymentAndLiveAtOnce() throws IOException {
		StoreServer author = start(
				node("a", "one").property("claimflow.reload", true).property("claimflow.deployments.keep-saves", 2));
		StoreServer other = start(withoutFolder("b"));
		for (String version : List.of("two", "three", "four", "two")) {
			author.server()
				.write(M2M, AuthServer.Builder.source("m2m", "m2m:token_generation", StoreServer.body(version)));
			await(author, version);
		}
		await(other, "two");
		assertThat(author.store().live().revision()).isEqualTo(5);
		author.server().write(USER, AuthServer.Builder.source("user", "user:tokens_generation", ""));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> author.store().live().revision() == 6);
		Files.delete(author.server().project().resolve(USER));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> author.store().live().revision() == 7);
		assertThat(author.store().list(100, java.util.OptionalLong.empty()).size()).isLessThanOrEqualTo(4);
	}

	@Test
	void aTamperedRowIsSaidOnceAndWhatWasLiveStaysLive(CapturedOutput output) throws Exception {
		StoreServer a = start(node("a", "one"));
		StoreServer b = start(withoutFolder("b"));
		long two = a.push(project("two"));
		JdbcClient jdbc = a.server().context().getBean(JdbcClient.class);
		String code = jdbc.sql("select code from claimflow_live").query(String.class).single();
		jdbc.sql("update claimflow_live set revision = 2, deployment = ?").param(two).update();
		for (StoreServer server : List.of(a, b)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(health(server).path("nodes").asString()).startsWith("0 of 2, node a: ")
					.contains("was not written with the keys of claimflow.encryption"));
			assertThat(server.version()).isEqualTo("one");
		}
		assertThatExceptionOfType(TamperedDeploymentException.class).isThrownBy(() -> a.store().makeLive(two, CHANGE));
		assertThat(output.getOut().split("This node cannot run what is live, and goes on with deployment 1", -1))
			.hasSize(3);
		jdbc.sql("update claimflow_live set revision = 1, deployment = 1, code = ?").param(code).update();
		Awaitility.await()
			.atMost(Duration.ofSeconds(90))
			.untilAsserted(() -> assertThat(health(a).path("nodes").asString()).isEqualTo("2 of 2"));
		a.store().makeLive(two, CHANGE);
		await(b, "two");
	}

	@Test
	void aNodeThatStopsIsNoNodeAnyMore() {
		StoreServer a = start(node("a", "one"));
		StoreServer b = start(withoutFolder("b"));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> a.store().nodes().size() == 2);
		b.close();
		assertThat(a.store().nodes()).extracting(NodeStatus::node).containsExactly("a");
	}

}
