package io.claimflow.spring.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.claimflow.project.Project;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for workflows that are edited while the server runs.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReloadTests {

	private static final String WORKFLOWS = "kindeSrc/environment/workflows/";

	private static final String M2M = WORKFLOWS + "m2mWorkflow.ts";

	private static final String USER = WORKFLOWS + "userWorkflow.ts";

	private static AuthServer server;

	/** The server finds the project through a link, as a synchronized checkout has it. */
	private static Path link;

	@BeforeAll
	static void start() throws Exception {
		AuthServer.Builder builder = AuthServer.builder().m2m(m2m("start")).user(user("start"));
		link = Path.of(builder.project() + "-link");
		Files.createSymbolicLink(link, builder.project().toAbsolutePath());
		server = builder.property("claimflow.project", link.toUri())
			.property("claimflow.reload", true)
			.property("logging.level.io.claimflow.spring.deployment", "info")
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/** Every test begins with the two workflows, live. */
	@BeforeEach
	void restore() throws Exception {
		FileSystemUtils.deleteRecursively(file("kindeSrc"));
		save(USER, userWorkflow("first"));
		save(M2M, m2mWorkflow("first"));
		awaitClaim("first");
	}

	@Test
	void aSavedFileShapesTheNextToken() {
		save(M2M, m2mWorkflow("saved"));
		awaitClaim("saved");
	}

	@Test
	void aSaveIsLoggedWithWhatItChanged(CapturedOutput output) {
		save(M2M, m2mWorkflow("logged"));
		awaitClaim("logged");
		await().untilAsserted(() -> assertThat(output)
			.containsPattern("Deployment \\d+ is live after \\d+ ms: " + M2M + " changed\\R"));
		save(WORKFLOWS + "mfaWorkflow.ts",
				"export const workflowSettings = { id: 'mfa', trigger: 'user:pre_mfa' }; export default async () => {};");
		await().untilAsserted(() -> assertThat(output).containsPattern(
				"is live after \\d+ ms: " + WORKFLOWS + "mfaWorkflow.ts added; user:pre_mfa runs \"mfa\"\\R"));
	}

	@Test
	void theNameOfAFileTurnsNoLineOfTheLogRound() {
		Deployment live = server.context().getBean(Deployments.class).live().orElseThrow();
		assertThat(DeploymentChange.describe(Project.of("before", Map.of("a\u202Est.ts", "")), live,
				Project.of("after", Map.of("b\u2066.ts", "")), live))
			.isEqualTo("b .ts added; a st.ts removed");
	}

	@Test
	void aSaveOfCodeThatIsKnownToFailIsRejected(CapturedOutput output) {
		save(M2M, m2mWorkflow("strict").replace("m2mTokenClaims<any>()", "denyAcess('no'); m2mTokenClaims<any>()"));
		await().untilAsserted(() -> assertThat(output).contains("The changed project was refused; deployment")
			.contains("'denyAcess' is not defined")
			.contains("Did you mean 'denyAccess'?"));
		assertThat(claim()).isEqualTo("first");
		save(M2M, m2mWorkflow("mended"));
		awaitClaim("mended");
	}

	@Test
	void aBrokenSaveLeavesTheLastGoodDeploymentLive(CapturedOutput output) {
		save(M2M, "export default ;");
		await().untilAsserted(() -> assertThat(output).contains("The changed project was refused; deployment")
			.contains("stays live")
			.contains(M2M + ":1:"));
		save(USER, "export const workflowSettings = { id: 'user', trigger: 'none' }; export default async () => {};");
		await().untilAsserted(
				() -> assertThat(output.getOut().substring(output.getOut().lastIndexOf("The changed project was")))
					.contains(M2M + ":1:", USER + ":1:"));
		assertThat(claim()).isEqualTo("first");
		save(USER, userWorkflow("first"));
		save(M2M, m2mWorkflow("mended"));
		awaitClaim("mended");
	}

	@Test
	void aBrokenSaveThatIsTakenBackIsSaidToBe(CapturedOutput output) {
		save(M2M, "export default ;");
		await().untilAsserted(() -> assertThat(output).contains("The changed project was refused"));
		save(M2M, m2mWorkflow("first"));
		await().untilAsserted(() -> assertThat(output)
			.containsPattern("The project is again that of deployment \\d+, which stayed live"));
		assertThat(claim()).isEqualTo("first");
	}

	@Test
	void aDeletedWorkflowRunsNoMoreAndANewOneRuns() throws Exception {
		Files.delete(file(M2M));
		awaitClaim(null);
		save(WORKFLOWS + "anotherWorkflow.ts", m2mWorkflow("another"));
		awaitClaim("another");
		Files.delete(file(WORKFLOWS + "anotherWorkflow.ts"));
		awaitClaim(null);
	}

	@Test
	void aFileThatAnEditorPutsInPlaceIsSeen() throws Exception {
		Path swap = file(WORKFLOWS + ".m2mWorkflow.ts.swp");
		Files.writeString(swap, m2mWorkflow("renamed"));
		Files.move(swap, file(M2M), StandardCopyOption.ATOMIC_MOVE);
		awaitClaim("renamed");
	}

	@Test
	void aWorkflowInANewFolderRuns() throws Exception {
		Files.delete(file(M2M));
		awaitClaim(null);
		save(WORKFLOWS + "new/nested/folder/m2mWorkflow.ts", m2mWorkflow("nested"));
		awaitClaim("nested");
		save(WORKFLOWS + "new/nested/folder/m2mWorkflow.ts", m2mWorkflow("nested again"));
		awaitClaim("nested again");
		FileSystemUtils.deleteRecursively(file(WORKFLOWS + "new"));
		awaitClaim(null);
	}

	@Test
	void aFolderMayBeReplaced() throws Exception {
		save("other/environment/workflows/m2mWorkflow.ts", m2mWorkflow("replaced"));
		Files.move(file("kindeSrc"), file("before"));
		Files.move(file("other"), file("kindeSrc"));
		awaitClaim("replaced");
		save(M2M, m2mWorkflow("replaced and saved"));
		awaitClaim("replaced and saved");
		FileSystemUtils.deleteRecursively(file("before"));
	}

	@Test
	void theProjectMayBeRemovedAndWrittenAgain() throws Exception {
		String settings = Files.readString(file("kinde.json"));
		FileSystemUtils.deleteRecursively(server.project());
		save("kinde.json", settings);
		save(M2M, m2mWorkflow("written again"));
		awaitClaim("written again");
		save(M2M, m2mWorkflow("and saved"));
		awaitClaim("and saved");
	}

	@Test
	void aLinkToTheProjectMayBeTurned() throws Exception {
		Path other = Path.of(server.project() + "-other");
		FileSystemUtils.copyRecursively(server.project(), other);
		Files.writeString(other.resolve(M2M), m2mWorkflow("other"));
		turn(other);
		awaitClaim("other");
		Files.writeString(other.resolve(M2M), m2mWorkflow("other and saved"));
		awaitClaim("other and saved");
		turn(server.project());
		awaitClaim("first");
	}

	private static void turn(Path project) throws IOException {
		Path next = Path.of(link + "-next");
		Files.createSymbolicLink(next, project.toAbsolutePath());
		Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
	}

	@Test
	void aFolderWithTheNameOfOutputIsPartOfTheProjectIfItHasWorkflows() throws Exception {
		Files.delete(file(M2M));
		awaitClaim(null);
		save(WORKFLOWS + "build/m2mWorkflow.ts", m2mWorkflow("built"));
		awaitClaim("built");
		FileSystemUtils.deleteRecursively(file(WORKFLOWS + "build"));
		awaitClaim(null);
	}

	@Test
	void ofManySavesTheLastOneCounts() {
		for (int i = 1; i <= 20; i++) {
			save(M2M, m2mWorkflow("save " + i));
		}
		awaitClaim("save 20");
	}

	@Test
	void requestsDuringAChangeSeeTheOldOrTheNewWorkflow() throws Exception {
		AuthServer.Response signedIn = server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid read");
		ExecutorService clients = Executors.newFixedThreadPool(8);
		try {
			List<Future<AuthServer.Response>> responses = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				responses.add(clients.submit(() -> server.token(AuthServerConfiguration.JWT, "grant_type",
						"refresh_token", "refresh_token", signedIn.text("refresh_token"))));
			}
			responses.get(20).get();
			save(USER, userWorkflow("second"));
			save(M2M, m2mWorkflow("second"));
			awaitClaim("second");
			for (Future<AuthServer.Response> response : responses) {
				assertThat(response.get().status()).isEqualTo(200);
				Map<String, Object> accessToken = response.get().accessTokenClaims();
				assertThat(accessToken.get("text")).isIn("first", "second");
				assertThat(response.get().idTokenClaims()).containsEntry("text", accessToken.get("text"))
					.containsEntry("run", accessToken.get("run"));
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	private static String m2m(String text) {
		return "m2mTokenClaims<any>().text = '" + text + "';";
	}

	private static String user(String text) {
		return """
				const run = Math.random();
				Object.assign(accessTokenCustomClaims<any>(), { text: "%s", run });
				await Promise.resolve();
				Object.assign(idTokenCustomClaims<any>(), { text: "%s", run });
				""".formatted(text, text);
	}

	private static String m2mWorkflow(String text) {
		return AuthServer.Builder.source("m2m", "m2m:token_generation", m2m(text));
	}

	private static String userWorkflow(String text) {
		return AuthServer.Builder.source("user", "user:tokens_generation", user(text));
	}

	private static void save(String file, String source) {
		server.write(file, source);
	}

	private static Path file(String name) throws IOException {
		return server.project().resolve(name);
	}

	private static Object claim() {
		AuthServer.Response response = server.clientCredentials(AuthServerConfiguration.JWT);
		assertThat(response.status()).isEqualTo(200);
		return response.accessTokenClaims().get("text");
	}

	private static void awaitClaim(Object text) {
		await().untilAsserted(() -> assertThat(claim()).isEqualTo(text));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
	}

}
