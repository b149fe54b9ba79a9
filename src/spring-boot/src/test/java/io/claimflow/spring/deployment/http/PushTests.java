package io.claimflow.spring.deployment.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import io.claimflow.spring.deployment.http.PushServer.Answer;
import io.claimflow.spring.http.RouteVisitor;
import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.jdbc.EnvironmentVariables;
import io.claimflow.spring.jdbc.WorkflowKeys;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Deployments over HTTP: what is pushed, what is live, and what is refused. */
@ExtendWith(OutputCaptureExtension.class)
class PushTests {

	private static PushServer server;

	@BeforeAll
	static void start() {
		server = PushServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void aProjectThatIsPushedLiveMakesTheNextToken() {
		Answer answer = server.push(PushServer.project("pushed live"), "live", "true", "message", "first", "commit",
				"abc123");
		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.json().path("state").asString()).isEqualTo("LIVE");
		assertThat(answer.json().path("pushedBy").asString()).isEqualTo("client:" + PushServer.DEPLOYER);
		assertThat(answer.json().path("commit").asString()).isEqualTo("abc123");
		assertThat(answer.json().path("digest").asString()).hasSize(64);
		assertThat(answer.header("Location")).endsWith("/claimflow/deployments/" + answer.number());
		assertThat(server.version()).isEqualTo("pushed live");
		Answer live = server.get("/claimflow/live");
		assertThat(live.json().path("deployment").asLong()).isEqualTo(answer.number());
		assertThat(live.header("ETag")).isEqualTo("\"" + live.json().path("revision").asLong() + "\"");
		JsonNode change = server.get("/claimflow/live/history").json().get(0);
		assertThat(change.path("reason").asString()).isEqualTo("first");
		JsonNode node = server.get("/claimflow/nodes").json().get(0);
		assertThat(node.path("deployment").asLong()).isEqualTo(answer.number());
		assertThat(node.path("problem").isNull()).isTrue();
	}

	@Test
	void theSameProjectMakesNoSecondDeployment() {
		Answer first = server.push(PushServer.project("twice"));
		Answer second = server.push(PushServer.project("twice"));
		assertThat(first.status()).isEqualTo(201);
		assertThat(first.json().path("state").asString()).isEqualTo("STORED");
		assertThat(second.status()).isEqualTo(200);
		assertThat(second.number()).isEqualTo(first.number());
		assertThat(server.version()).isNotEqualTo("twice");
	}

	@Test
	void anArtifactIsPromotedByteForByte() {
		Answer pushed = server.push(PushServer.project("promoted"));
		byte[] artifact = server.get("/claimflow/deployments/" + pushed.number() + "/artifact").bytes();
		try (PushServer other = PushServer.start(Database.POSTGRESQL, UnaryOperator.identity())) {
			Answer promoted = other.push(artifact, "promotedFrom", "staging", "live", "true");
			assertThat(promoted.status()).isEqualTo(201);
			assertThat(promoted.json().path("source").asString()).isEqualTo("PROMOTED");
			assertThat(promoted.json().path("promotedFrom").asString()).isEqualTo("staging");
			assertThat(promoted.json().path("digest")).isEqualTo(pushed.json().path("digest"));
			assertThat(other.get("/claimflow/deployments/" + promoted.number() + "/artifact").bytes())
				.isEqualTo(artifact);
			assertThat(other.version()).isEqualTo("promoted");
			assertThat(other.get("/claimflow/deployments?limit=1").json().get(0).path("number").asLong())
				.isEqualTo(promoted.number());
			assertThat(other.get("/claimflow/deployments?below=" + promoted.number()).json()).hasSize(1);
			assertThat(other.get("/claimflow/nodes").json()).hasSize(1);
			assertThat(other.json("POST", "/claimflow/live/rollback", "").status()).isEqualTo(200);
			assertThat(other.version()).isEqualTo("folder");
			assertThat(other.get("/claimflow/live/history?limit=1").json().get(0).path("previous").asLong())
				.isEqualTo(promoted.number());
		}
	}

	@Test
	void aDatabaseWithoutRoomIsSaidAndNothingHasChanged() {
		try (PushServer full = PushServer.start(Database.POSTGRESQL, UnaryOperator.identity())) {
			JdbcClient jdbc = full.auth().context().getBean(JdbcClient.class);
			jdbc.sql("""
					create function no_room() returns trigger as $$ begin
					  raise exception 'could not extend file' using errcode = '53100'; end $$ language plpgsql
					""").update();
			for (String table : List.of("claimflow_deployment", "claimflow_live_history")) {
				jdbc.sql("create trigger full_disk before insert on %s execute function no_room()".formatted(table))
					.update();
				Answer answer = full.push(PushServer.project("no room"), "live", "true");
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.json().path("detail").asString()).contains("no room left");
				assertThat(full.get("/claimflow/live").json().path("deployment").asLong()).isEqualTo(1);
				assertThat(full.version()).isEqualTo("folder");
				jdbc.sql("drop trigger full_disk on " + table).update();
			}
			assertThat(full.push(PushServer.project("no room"), "live", "true").status()).isEqualTo(200);
			assertThat(full.version()).isEqualTo("no room");
		}
	}

	@Test
	void aDeploymentGoesLiveByItsNumberAndBackAgain() {
		long one = server.push(PushServer.project("one"), "live", "true").number();
		long two = server.push(PushServer.project("two")).number();
		String revision = server.get("/claimflow/live").header("ETag");
		Answer live = server.json("PUT", "/claimflow/live", "{\"deployment\": %d}".formatted(two), "If-Match",
				revision);
		assertThat(live.status()).isEqualTo(200);
		assertThat(server.version()).isEqualTo("two");
		Answer late = server.json("PUT", "/claimflow/live", "{\"deployment\": %d}".formatted(one), "If-Match",
				revision);
		assertThat(late.status()).isEqualTo(412);
		assertThat(late.json().path("live").path("changedBy").asString()).isEqualTo("client:" + PushServer.DEPLOYER);
		assertThat(server.json("POST", "/claimflow/live/rollback", "{\"reason\": \"worse\"}").status()).isEqualTo(200);
		assertThat(server.version()).isEqualTo("one");
		assertThat(server.get("/claimflow/live/history").json().get(0).path("kind").asString())
			.isEqualTo("ROLLED_BACK");
	}

	@Test
	void aChangeThatTakesAWorkflowAwayNeedsToBeConfirmed() {
		server.push(PushServer.project("kept"), "live", "true");
		byte[] other = PushServer.zip(Map.of("kinde.json", "{}", "kindeSrc/environment/workflows/userWorkflow.ts",
				AuthServer.Builder.source("user", "user:tokens_generation", "")));
		Answer refused = server.push(other, "live", "true");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.json().path("consequences").get(0).path("kind").asString()).isEqualTo("TAKES_AWAY");
		assertThat(server.version()).isEqualTo("kept");
		String body = "{\"deployment\": %d}".formatted(refused.number());
		assertThat(server.json("PUT", "/claimflow/live", body).status()).isEqualTo(409);
		assertThat(server.json("PUT", "/claimflow/live?confirm=true", body).status()).isEqualTo(200);
		assertThat(server.version()).isNull();
		assertThat(server.push(PushServer.project("kept"), "live", "true", "confirm", "true").status()).isEqualTo(200);
		assertThat(server.version()).isEqualTo("kept");
	}

	@Test
	void aWorkflowIsDeactivatedAlone() {
		server.push(PushServer.project("alone"), "live", "true");
		assertThat(server.json("PUT", "/claimflow/live/workflows/m2m", "{\"active\": false}").status()).isEqualTo(409);
		Answer off = server.json("PUT", "/claimflow/live/workflows/m2m", "{\"active\": false, \"confirm\": true}");
		assertThat(off.status()).isEqualTo(200);
		assertThat(off.json().path("deactivated").get(0).asString()).isEqualTo("m2m");
		assertThat(server.version()).isNull();
		assertThat(server.json("PUT", "/claimflow/live/workflows/m2m", "{\"active\": true}").status()).isEqualTo(200);
		assertThat(server.version()).isEqualTo("alone");
		assertThat(server.json("PUT", "/claimflow/live/workflows/none", "{\"active\": false}").status()).isEqualTo(404);
	}

	@Test
	void aProjectWithProblemsIsRefusedWithEachAtItsPlace() {
		byte[] broken = PushServer.zip(Map.of("kinde.json", "{}", "kindeSrc/environment/workflows/aWorkflow.ts",
				"export const workflowSettings = {\n  id: \"a\",\n  trigger: \"m2m:token_genration\" };\nexport default function () {}\n",
				"kindeSrc/environment/workflows/bWorkflow.ts", "export const x = ;\n"));
		Answer answer = server.push(broken, "live", "true");
		assertThat(answer.status()).isEqualTo(422);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		List<String> places = answer.json()
			.path("problems")
			.valueStream()
			.map((problem) -> problem.path("file").asString() + ":" + problem.path("line").asInt())
			.toList();
		assertThat(places).containsExactlyInAnyOrder("kindeSrc/environment/workflows/aWorkflow.ts:3",
				"kindeSrc/environment/workflows/bWorkflow.ts:1");
	}

	@Test
	void aParameterThatIsNoneIsRefusedAndNothingIsStored() {
		byte[] project = PushServer.project("a parameter that is none");
		assertThat(server.push(project, "live", "maybe").status()).isEqualTo(400);
		assertThat(server.push(project, "live", "true", "confirm", "1").status()).isEqualTo(400);
		assertThat(server
			.send("POST", "/claimflow/deployments?live=true", project,
					Map.of("Content-Type", "application/zip", "If-Match", "latest"))
			.status()).isEqualTo(400);
		assertThat(server.push(project).status()).isEqualTo(201);
	}

	@Test
	void nobodyPushesWithoutAToken(CapturedOutput output) {
		Answer answer = server.send(null, "POST", "/claimflow/deployments", PushServer.project("x"),
				Map.of("Content-Type", "application/zip"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
		assertThat(output).containsOnlyOnce("POST /claimflow/deployments of nobody known");
		assertThat(server.send(null, "GET", "/claimflow/variables/history", null, Map.of()).status()).isEqualTo(401);
	}

	@Test
	void aTokenToReadDoesNotPush(CapturedOutput output) {
		String token = server.token(DeploymentScopes.READ);
		Answer answer = server.send(token, "POST", "/claimflow/deployments", PushServer.project("x"),
				Map.of("Content-Type", "application/zip"));
		assertThat(answer.status()).isEqualTo(403);
		assertThat(server.send(token, "GET", "/claimflow/live", null, Map.of()).status()).isEqualTo(200);
		assertThat(output).contains("client:" + PushServer.DEPLOYER)
			.contains("The token lacks the scope claimflow:deploy")
			.doesNotContain(token);
	}

	@Test
	void aTokenOfAnotherKindIsNoneForDeployments() {
		AuthServer auth = server.auth();
		String business = auth.clientCredentials(AuthServerConfiguration.JWT, "scope", "read").text("access_token");
		assertThat(server.send(business, "GET", "/claimflow/live", null, Map.of()).status()).isEqualTo(401);
		assertThat(auth.clientCredentials(PushServer.STRANGER, "scope", DeploymentScopes.DEPLOY).text("error"))
			.isEqualTo("invalid_scope");
		assertThat(
				auth.clientCredentials(PushServer.DEPLOYER, "scope", DeploymentScopes.DEPLOY + " read").text("error"))
			.isEqualTo("invalid_scope");
		AuthServer.Response code = auth.authorizationCodeGrant(PushServer.DEPLOYER, DeploymentScopes.DEPLOY);
		assertThat(server.send(code.text("access_token"), "GET", "/claimflow/live", null, Map.of()).status())
			.isEqualTo(401);
		assertThat(server.send("no.token.atall", "GET", "/claimflow/live", null, Map.of()).status()).isEqualTo(401);
	}

	@Test
	void aTokenForDeploymentsRunsNoWorkflow() {
		Map<String, Object> claims = server.auth()
			.clientCredentials(PushServer.DEPLOYER, "scope", DeploymentScopes.READ)
			.accessTokenClaims();
		assertThat(claims).doesNotContainKey("version");
		assertThat(claims.get("aud")).isIn(PushServer.AUDIENCE, List.of(PushServer.AUDIENCE));
	}

	@Test
	void aTokenThatIsExpiredOrForeignOrForSomebodyElseIsRefused() throws Exception {
		assertThat(answerTo(server.signed(server.keys(), (claims) -> {
		}))).isEqualTo(200);
		assertThat(
				answerTo(server.signed(server.keys(), (claims) -> claims.expiresAt(Instant.now().minusSeconds(120)))))
			.isEqualTo(401);
		assertThat(answerTo(
				server.signed(server.keys(), (claims) -> claims.audience(List.of(PushServer.ISSUER + "/api")))))
			.isEqualTo(401);
		assertThat(answerTo(server.signed(server.keys(),
				(claims) -> claims.audience(List.of(PushServer.AUDIENCE, "https://orders.example.com")))))
			.isEqualTo(401);
		assertThat(answerTo(server.signed(server.keys(), (claims) -> claims.subject(PushServer.STRANGER))))
			.isEqualTo(401);
		assertThat(answerTo(server.signed(server.keys(), (claims) -> claims.issuer("https://other.claimflow.invalid"))))
			.isEqualTo(401);
		RSAKey foreign = new RSAKeyGenerator(2048).keyID("foreign").generate();
		assertThat(answerTo(server.signed(new ImmutableJWKSet<>(new JWKSet(foreign)), (claims) -> {
		}))).isEqualTo(401);
	}

	private static int answerTo(String token) {
		return server.send(token, "GET", "/claimflow/live", null, Map.of()).status();
	}

	@Test
	void aWorkflowMakesItselfNoSuchToken() {
		server.push(
				PushServer.projectOf("const token = m2mTokenClaims<any>(); token.aud = [\"%s\"]; token.scope = \"%s\";"
					.formatted(PushServer.AUDIENCE, DeploymentScopes.DEPLOY)),
				"live", "true");
		AuthServer.Response response = server.auth().clientCredentials(AuthServerConfiguration.JWT);
		server.push(PushServer.project("harmless"), "live", "true");
		if (response.status() == 200) {
			assertThat(answerTo(response.text("access_token"))).isEqualTo(401);
		}
	}

	@Test
	void ofManyWhoPushTheSameOneMakesADeployment() throws Exception {
		byte[] project = PushServer.project("at once");
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			Callable<Answer> push = () -> server.push(project);
			List<Future<Answer>> answers = threads.invokeAll(List.of(push, push));
			assertThat(answers.get(0).get().number()).isEqualTo(answers.get(1).get().number());
			assertThat(List.of(answers.get(0).get().status(), answers.get(1).get().status()))
				.containsExactlyInAnyOrder(200, 201);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "../escape.ts", "/etc/absolute.ts", "a/../../b.ts", "C:/windows.ts", "back\\slash.ts",
			"bell\u0007.ts" })
	void aNameThatLeavesTheProjectIsRefused(String name) {
		Map<String, String> files = new LinkedHashMap<>();
		files.put("kinde.json", "{}");
		files.put(name, "export {}");
		Answer answer = server.push(PushServer.zip(files));
		assertThat(answer.status()).isEqualTo(422);
		assertThat(answer.json().path("detail").asString()).contains("whose name is no path below its root");
	}

	@Test
	void aBombIsRefused() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			zip.putNextEntry(new ZipEntry("kinde.json"));
			zip.write(new byte[64 * 1024 * 1024]);
		}
		Answer answer = server.push(bytes.toByteArray());
		assertThat(answer.status()).isEqualTo(422);
		assertThat(answer.json().path("detail").asString()).contains("times its own size");
	}

	@Test
	void whatAnUploadMayHoldArePropertiesForProjectsAndArtifacts() {
		Map<String, String> files = new LinkedHashMap<>();
		files.put("kinde.json", "{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }");
		files.put("kindeSrc/environment/workflows/m2mWorkflow.ts",
				AuthServer.Builder.source("m2m", "m2m:token_generation", PushServer.body("many")));
		for (int i = 0; i < 7; i++) {
			files.put("kindeSrc/more" + i + ".ts", "export {}");
		}
		byte[] many = PushServer.zip(files);
		byte[] artifact = server.get("/claimflow/deployments/" + server.push(many).number() + "/artifact").bytes();
		try (PushServer small = PushServer
			.start((builder) -> builder.property("claimflow.deployments.artifact.entries", 8)
				.property("claimflow.deployments.artifact.unpacked-size", "64KB"))) {
			assertThat(small.push(many).json().path("detail").asString()).contains("more than 8 entries");
			assertThat(small.push(artifact).json().path("detail").asString()).contains("more than the 8 entries");
			assertThat(small.push(PushServer.zip(Map.of("kinde.json", " ".repeat(65_537))))
				.json()
				.path("detail")
				.asString()).contains("more than 65536 bytes");
		}
	}

	@Test
	void howWellAnUploadMayBePackedIsAPropertyForProjectsAndArtifacts() {
		Map<String, String> files = new LinkedHashMap<>();
		files.put("kinde.json", "{}");
		files.put("kindeSrc/environment/workflows/m2mWorkflow.ts",
				AuthServer.Builder.source("m2m", "m2m:token_generation", PushServer.body("packed")));
		for (int i = 0; i < 3; i++) {
			files.put("kindeSrc/blank" + i + ".ts", " ".repeat(600_000));
		}
		byte[] packed = PushServer.zip(files);
		try (PushServer roomy = PushServer
			.start((builder) -> builder.property("claimflow.deployments.artifact.ratio", 2000))) {
			Answer pushed = roomy.push(packed);
			assertThat(pushed.status()).isEqualTo(201);
			byte[] artifact = roomy.get("/claimflow/deployments/" + pushed.number() + "/artifact").bytes();
			assertThat(roomy.push(artifact).status()).isEqualTo(200);
			assertThat(server.push(packed).json().path("detail").asString())
				.contains("more than 100 times its own size");
			assertThat(server.push(artifact).json().path("detail").asString()).contains("packed more than 100 times");
		}
	}

	@Test
	void anArchiveOfManyEntriesIsRefused() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (int i = 0; i < 100_000; i++) {
				zip.putNextEntry(new ZipEntry(i + ".ts"));
			}
		}
		Answer answer = server.push(bytes.toByteArray());
		assertThat(answer.status()).isEqualTo(422);
		assertThat(answer.json().path("detail").asString()).contains("more than 10000 entries");
	}

	@Test
	void halfAnUploadAndOneThatWasChangedAreRefused() throws Exception {
		byte[] project = PushServer.project("whole");
		byte[] half = Arrays.copyOf(project, project.length / 2);
		assertThat(server.push(half).status()).isEqualTo(422);
		String digest = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(project));
		Map<String, String> headers = Map.of("Content-Type", "application/zip", "Content-Digest",
				"sha-256=:" + digest + ":");
		assertThat(server.send("POST", "/claimflow/deployments", PushServer.project("other"), headers).status())
			.isEqualTo(400);
		assertThat(server.send("POST", "/claimflow/deployments", project, headers).status()).isEqualTo(201);
	}

	@Test
	void anArtifactThatWasChangedOrIsOfANewerFormatIsRefused() throws IOException {
		Answer pushed = server.push(PushServer.project("changed"));
		byte[] artifact = server.get("/claimflow/deployments/" + pushed.number() + "/artifact").bytes();
		Answer changed = server.push(replace(artifact, "changed", "chAnged"));
		assertThat(changed.status()).isEqualTo(422);
		assertThat(changed.json().path("problems").get(0).path("message").asString()).contains("its digest is");
		Answer newer = server.push(replace(artifact, "\"format\":1", "\"format\":2"));
		assertThat(newer.status()).isEqualTo(422);
		assertThat(newer.json().path("problems").get(0).path("action").asString()).containsIgnoringCase("upgrade");
	}

	/** Nothing is written but regular files, so a link is the text of its target. */
	@Test
	void aSymbolicLinkLeadsNowhere() {
		byte[] linked = PushServer.zip(Map.of("kinde.json", "{}", "kindeSrc/environment/workflows/linkWorkflow.ts",
				"../../../../../../etc/passwd"));
		String text = new String(linked, StandardCharsets.ISO_8859_1);
		int central = text.substring(0, text.lastIndexOf("linkWorkflow.ts")).lastIndexOf("PK\u0001\u0002");
		linked[central + 5] = 3;
		linked[central + 41] = (byte) 0xA1;
		Answer answer = server.push(linked);
		assertThat(answer.status()).isEqualTo(422);
		assertThat(answer.text()).contains("linkWorkflow.ts").doesNotContain("root:");
	}

	private static byte[] replace(byte[] zip, String text, String replacement) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
				ZipOutputStream out = new ZipOutputStream(bytes)) {
			for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
				out.putNextEntry(new ZipEntry(entry.getName()));
				out.write(new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(text, replacement)
					.getBytes(StandardCharsets.UTF_8));
			}
		}
		return bytes.toByteArray();
	}

	@Test
	void whoChangedAVariableIsTold() {
		EnvironmentVariables variables = server.auth().context().getBean(EnvironmentVariables.class);
		variables.by("user:ann", "a new plan").create("PLAN", "tops3cret", true);
		server.auth().context().getBean(WorkflowKeys.class).by("user:bob", "a new key").create("crm");
		Answer answer = server.get("/claimflow/variables/history");
		JsonNode key = answer.json().get(0);
		assertThat(key.path("kind").asString()).isEqualTo("KEY_CREATED");
		assertThat(key.path("name").asString()).isEqualTo("crm");
		assertThat(key.path("by").asString()).isEqualTo("user:bob");
		JsonNode variable = server.get("/claimflow/variables/history?limit=1&below=" + key.path("number").asLong())
			.json()
			.get(0);
		assertThat(variable.path("kind").asString()).isEqualTo("VARIABLE_CREATED");
		assertThat(variable.path("name").asString()).isEqualTo("PLAN");
		assertThat(variable.path("reason").asString()).isEqualTo("a new plan");
		assertThat(answer.text()).doesNotContain("tops3cret");
	}

	@Test
	void whatIsNoZipIsRefused() throws IOException {
		assertThat(server.push("no zip".getBytes()).status()).isEqualTo(422);
		assertThat(server.push(new byte[0]).status()).isEqualTo(400);
		assertThat(server.push(PushServer.zip(Map.of("readme.md", "x"))).status()).isEqualTo(422);
		assertThat(server.push(zipOf("project.zip", PushServer.project("within"))).status()).isEqualTo(422);
		assertThat(server.json("POST", "/claimflow/deployments", "{}").status()).isEqualTo(415);
		assertThat(server.push(new byte[21 * 1024 * 1024]).status()).isEqualTo(413);
	}

	private static byte[] zipOf(String name, byte[] content) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			zip.putNextEntry(new ZipEntry(name));
			zip.write(content);
		}
		return bytes.toByteArray();
	}

	@Test
	void whatIsNoChangeIsRefused() {
		assertThat(server.json("PUT", "/claimflow/live", "{\"deployment\": \"3\"}").status()).isEqualTo(400);
		assertThat(server.json("PUT", "/claimflow/live", "[]").status()).isEqualTo(400);
		assertThat(server.json("PUT", "/claimflow/live", "{").status()).isEqualTo(400);
		assertThat(server.json("PUT", "/claimflow/live", "{\"deployment\": 99999}").status()).isEqualTo(404);
		assertThat(server.json("PUT", "/claimflow/live", "{\"deployment\": 1}", "If-Match", "\"x\"").status())
			.isEqualTo(400);
		assertThat(server.get("/claimflow/deployments/none").status()).isEqualTo(400);
		assertThat(server.get("/claimflow/deployments/99999").status()).isEqualTo(404);
		assertThat(server.get("/claimflow/deployments/none/of/it").status()).isEqualTo(404);
		assertThat(server.send("DELETE", "/claimflow/live", null, Map.of()).header("Allow")).isEqualTo("GET, PUT");
	}

	@Test
	void aCallerIsLimited() throws IOException {
		try (PushServer limited = PushServer
			.start((more) -> more.property("claimflow.deployments.http.calls-per-minute", 30)
				.property("claimflow.deployments.http.uploads", 1));
				Socket slow = new Socket(InetAddress.getLoopbackAddress(),
						URI.create(limited.auth().url("/")).getPort())) {
			slow.getOutputStream()
				.write(("POST /claimflow/deployments HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
						+ limited.token() + "\r\nContent-Type: application/zip\r\nContent-Length: 1000\r\n\r\nPK")
					.getBytes());
			assertLimited(limited, "claimflow.deployments.http.uploads", () -> limited.push(PushServer.project("x")));
			assertThat(limited.get("/claimflow/live").status()).isEqualTo(200);
			assertLimited(limited, "claimflow.deployments.http.calls-per-minute", () -> limited.get("/claimflow/live"));
			assertThat(limited
				.send(limited.signed(limited.keys(), (claims) -> claims.subject(AuthServerConfiguration.JWT)), "GET",
						"/claimflow/live", null, Map.of())
				.status()).isEqualTo(200);
		}
	}

	/** Whoever is limited is told by which property, and when to come back. */
	private static void assertLimited(PushServer limited, String property, Supplier<Answer> call) {
		Answer answer = await().pollInterval(Duration.ofMillis(100)).until(call::get, (one) -> one.status() == 429);
		assertThat(answer.json().path("detail").asString()).contains(property);
		assertThat(answer.header("Retry-After")).isNotEmpty();
	}

	@Test
	void theDocumentHasEachCallAndNoOther() {
		assertThat(server.get("/claimflow/openapi.json").json()).isEqualTo(PushServer.DOCUMENT.read());
		RouteVisitor routes = new RouteVisitor();
		new DeploymentCalls(null, null, null, new HttpProperties(true, List.of(), List.of(), List.of(), 1, 1,
				org.springframework.util.unit.DataSize.ofBytes(1)))
			.routes()
			.accept(routes);
		assertThat(routes.calls).containsExactlyInAnyOrderElementsOf(PushServer.DOCUMENT.operations().keySet());
	}

}
