package io.claimflow.spring.git.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSocketFactory;

import com.sun.net.httpserver.HttpExchange;
import io.claimflow.Limits;
import io.claimflow.project.Project;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for a repository behind https: what is read of it, and what a server cannot do.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class GitRepositoryTests {

	private static final String WORKFLOW = "kindeSrc/environment/workflows/tokenWorkflow.ts";

	private static final Map<String, String> PROJECT = Map.of("kinde.json", "{\"rootDir\": \"kindeSrc\"}", WORKFLOW,
			"export default async function () {}", "README.md", "Hello");

	private static final int LIMIT = 1 << 20;

	/** Files that are too large for a source are still small enough to be sent. */
	private static final Limits LIMITS = Limits.builder().sourceBytes(1000).build();

	private static final String ID = "0123456789012345678901234567890123456789";

	private static final String CAPABILITIES = "multi_ack_detailed no-done side-band-64k shallow ofs-delta";

	@TempDir
	static Path directory;

	private static TestHttpsServer server;

	private static TestRepository origin;

	private static TestRepository current;

	@BeforeAll
	static void start() throws Exception {
		origin = new TestRepository();
		server = new TestHttpsServer(origin, directory);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void project() throws Exception {
		current = origin;
		current.forcePush("Begin", PROJECT);
	}

	@AfterEach
	void asUsual() {
		server.asUsual();
	}

	private static GitSettings settings(String uri) {
		return new GitSettings(RepositoryUri.of(uri), "main", "", Optional.empty(), Optional.empty(), server.trust(),
				true, Duration.ofSeconds(10), LIMIT, 1 << 26, Optional.empty(), LIMITS);
	}

	private static GitSettings in(String folder) {
		GitSettings usual = settings(server.uri());
		return new GitSettings(usual.uri(), "main", folder, Optional.empty(), Optional.empty(), usual.tls(), true,
				usual.time(), usual.maximumBytes(), usual.sourceBytes(), Optional.empty(), usual.limits());
	}

	private static GitSettings within(Duration time) {
		GitSettings usual = settings(server.uri());
		return new GitSettings(usual.uri(), "main", "", Optional.empty(), Optional.empty(), usual.tls(), true, time,
				usual.maximumBytes(), usual.sourceBytes(), Optional.empty(), usual.limits());
	}

	/** Settings for source files of so many bytes together. */
	private static GitSettings holding(long sourceBytes) {
		GitSettings usual = settings(server.uri());
		return new GitSettings(usual.uri(), "main", "", Optional.empty(), Optional.empty(), usual.tls(), true,
				usual.time(), usual.maximumBytes(), sourceBytes, Optional.empty(), usual.limits());
	}

	private static GitCommit pull() throws GitException {
		return pull(settings(server.uri())).orElseThrow();
	}

	private static Optional<GitCommit> pull(GitSettings settings) throws GitException {
		return new GitRepository(settings).pull(Optional.empty());
	}

	private static String problem(GitSettings settings) {
		return assertThatExceptionOfType(GitException.class).isThrownBy(() -> pull(settings)).actual().problem();
	}

	@Test
	void aCommitIsReadWithItsProject() throws Exception {
		String first = current.commit("First", PROJECT);
		String id = current.commit("Add a claim\n\nWith a reason", PROJECT);
		GitCommit commit = pull();
		assertThat(commit.id()).isEqualTo(id);
		assertThat(commit.author()).isEqualTo("An Author <author@example.com>");
		assertThat(commit.message()).isEqualTo("Add a claim");
		assertThat(commit.parents()).containsExactly(first);
		assertThat(commit.signature()).isEqualTo(new Signature.NotRequired());
		Project project = commit.project();
		assertThat(project.problems()).isEmpty();
		assertThat(project.workflowFiles()).containsExactly(WORKFLOW);
		assertThat(project.files()).containsOnlyKeys("kinde.json", WORKFLOW);
	}

	@Test
	void aCommitOfGitItselfIsRead(@TempDir Path folder) throws Exception {
		assumeTrue(GitHttpBackend.isThere(), "Needs git");
		GitHttpBackend git = new GitHttpBackend(folder);
		git.commit("First", PROJECT);
		String id = git.commit("Second", Map.of(WORKFLOW, "export default async function () { /* two */ }"));
		server.instead(git);
		GitCommit commit = pull();
		assertThat(commit.id()).isEqualTo(id);
		assertThat(commit.message()).isEqualTo("Second");
		assertThat(commit.project().files()).containsOnlyKeys("kinde.json", WORKFLOW)
			.hasEntrySatisfying(WORKFLOW, (source) -> assertThat(source).contains("two"));
		assertThat(new GitRepository(settings(server.uri())).pull(Optional.of(id))).isEmpty();
		GitSettings usual = settings(server.uri());
		assertThat(problem(new GitSettings(usual.uri(), "gone", "", Optional.empty(), Optional.empty(), usual.tls(),
				true, usual.time(), usual.maximumBytes(), usual.sourceBytes(), Optional.empty(), usual.limits())))
			.contains("has no branch \"gone\"");
	}

	@Test
	void aCommitThatIsKnownIsNotFetched() throws Exception {
		String id = current.commit("Known", PROJECT);
		int before = server.fetches();
		assertThat(new GitRepository(settings(server.uri())).pull(Optional.of(id))).isEmpty();
		// Protocol 2 asks for branches with a request of its own.
		assertThat(server.fetches() - before).isEqualTo(1);
		pull();
		assertThat(server.fetches() - before).isEqualTo(3);
	}

	@Test
	void theProjectMayBeInAFolder() throws Exception {
		Map<String, String> files = new HashMap<>();
		PROJECT.forEach((path, text) -> files.put("auth/login/" + path, text));
		current.commit("Move", files);
		assertThat(pull(in("auth/login")).orElseThrow().project().files()).containsOnlyKeys("kinde.json", WORKFLOW);
		assertThat(problem(settings(server.uri()))).contains("has no kinde.json").contains("claimflow.git.folder");
		assertThat(problem(in("auth/logout"))).contains("auth/logout").contains("does not exist");
		assertThat(problem(in("auth/login/README.md"))).contains("does not exist");
	}

	@Test
	void aBranchThatIsGoneIsSaid() throws Exception {
		current.commit("other", "Other", PROJECT, null, Optional.empty());
		current.remove("main");
		assertThat(problem(settings(server.uri()))).contains("has no branch \"main\"").contains("claimflow.git.branch");
		current.remove("other");
	}

	@Test
	void whatIsNoFileIsLeftOut() throws Exception {
		Map<String, String> files = new HashMap<>(PROJECT);
		files.put("kindeSrc/environment/workflows/lib.ts", TestRepository.LINK + "/etc/passwd");
		files.put("kindeSrc/environment/workflows/shared", TestRepository.LINK + "../../..");
		files.put("vendor", TestRepository.SUBMODULE + "0123456789012345678901234567890123456789");
		files.put("data.json", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n");
		files.put("binary.js", "a\0b");
		files.put("large.js", "x".repeat(LIMITS.sourceBytes() + 1));
		files.put("a\\b.js", "1");
		files.put("node_modules/a/index.js", "1");
		current.commit("Odd", files);
		Project project = pull().project();
		assertThat(project.files()).containsOnlyKeys("kinde.json", WORKFLOW);
		assertThat(project.problems()).isEmpty();
		assertThat(project.unreadable()).hasSize(7)
			.containsEntry("kindeSrc/environment/workflows/lib.ts",
					"is a symbolic link, which is not followed in a repository")
			.containsEntry("vendor", "is a submodule, which is not fetched")
			.containsEntry("data.json", "is a pointer of Git LFS, whose content is not in the repository")
			.containsEntry("a\\b.js", "has a backslash in its name");
		assertThat(project.unreadable().get("large.js")).contains("claimflow.limits.source-bytes");
	}

	@Test
	void aWorkflowThatIsALinkIsAProblem() throws Exception {
		Map<String, String> files = new HashMap<>(PROJECT);
		files.put("kindeSrc/environment/workflows/linkWorkflow.ts", TestRepository.LINK + "tokenWorkflow.ts");
		current.commit("Link", files);
		Project project = pull().project();
		assertThat(project.workflowFiles()).containsExactly(WORKFLOW);
		assertThat(project.problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.message())
				.isEqualTo("The workflow file is a symbolic link, which is not followed in a repository"));
	}

	/** A tree of some hundred bytes that has 10^8 files. */
	@Test
	void aTreeOfTreesOfTreesIsRefused() throws Exception {
		ObjectId tree;
		try (ObjectInserter inserter = current.repository().newObjectInserter()) {
			tree = inserter.insert(Constants.OBJ_BLOB, new byte[] { '1' });
			for (int depth = 0; depth < 8; depth++) {
				TreeFormatter formatter = new TreeFormatter();
				for (int i = 0; i < 10; i++) {
					formatter.append("f" + i, (depth == 0) ? FileMode.REGULAR_FILE : FileMode.TREE, tree);
				}
				tree = inserter.insert(formatter);
			}
			CommitBuilder commit = new CommitBuilder();
			commit.setTreeId(tree);
			commit.setAuthor(new PersonIdent("A", "a@example.com"));
			commit.setCommitter(commit.getAuthor());
			ObjectId id = inserter.insert(commit);
			inserter.flush();
			current.point("main", id);
		}
		assertThat(problem(settings(server.uri()))).contains("has more than 100000 files and folders");
	}

	@Test
	void aCommitThatIsTooLargeIsRefused() throws Exception {
		Map<String, String> files = new HashMap<>(PROJECT);
		for (int i = 0; i < 4; i++) {
			byte[] noise = new byte[LIMIT / 3];
			new Random(i).nextBytes(noise);
			files.put("film" + i + ".mp4", new String(noise, StandardCharsets.ISO_8859_1));
		}
		current.commit("Films", files);
		assertThat(problem(settings(server.uri()))).contains("sends more than 1048576 bytes")
			.contains("claimflow.git.maximum-size");
	}

	/** Two megabytes of zeros are small on the way. */
	@Test
	void aFileThatIsTooLargeUnpackedIsRefused() throws Exception {
		Map<String, String> files = new HashMap<>(PROJECT);
		files.put("film.mp4", "\0".repeat(2 * LIMIT));
		current.commit("Black film", files);
		assertThat(problem(settings(server.uri()))).contains("has a file of more than 1048576 bytes")
			.contains("claimflow.git.maximum-size");
	}

	@Test
	void sourcesThatAreTooLargeTogetherAreRefused() throws Exception {
		long bytes = PROJECT.entrySet()
			.stream()
			.filter((file) -> !file.getKey().endsWith(".md"))
			.mapToLong((file) -> file.getValue().length())
			.sum();
		current.commit("Two", PROJECT);
		assertThat(pull(holding(bytes))).isPresent();
		assertThat(problem(holding(bytes - 1))).contains("are too large together")
			.contains("claimflow.git.source-size");
	}

	@Test
	void aServerThatNamesBranchesForEverIsLeft() {
		server.instead((exchange) -> {
			PacketLineOut out = advertisement(exchange);
			for (int i = 0;; i++) {
				out.writeString(ID + " refs/heads/b" + i + ((i == 0) ? "\0" + CAPABILITIES : "") + "\n");
			}
		});
		assertThat(problem(settings(server.uri()))).contains("sends more than 1048576 bytes");
	}

	@Test
	void aServerThatReportsProgressForEverIsLeft() {
		server.instead((exchange) -> {
			if (exchange.getRequestMethod().equals("GET")) {
				advertiseMain(exchange);
			}
			else {
				PacketLineOut out = pack(exchange);
				for (;;) {
					out.writePacket("\2Counting objects\r".getBytes(StandardCharsets.US_ASCII));
				}
			}
		});
		assertThat(problem(settings(server.uri()))).contains("sends more than 1048576 bytes");
	}

	/** The library makes room for as many objects as the first bytes of a pack say. */
	@Test
	void aPackThatSaysItHasMillionsOfObjectsIsRefused() {
		server.instead((exchange) -> {
			if (exchange.getRequestMethod().equals("GET")) {
				advertiseMain(exchange);
			}
			else {
				pack(exchange)
					.writePacket("\1PACK\0\0\0\2\u007f\u007f\u007f\u007f".getBytes(StandardCharsets.ISO_8859_1));
			}
		});
		assertThat(problem(settings(server.uri()))).contains("more than 100000 objects");
	}

	/** Begins as a git server does that names its branches. */
	private static PacketLineOut advertisement(HttpExchange exchange) throws IOException {
		PacketLineOut out = new PacketLineOut(TestHttpsServer.begin(exchange, true));
		out.writeString("# service=git-upload-pack\n");
		out.end();
		return out;
	}

	private static void advertiseMain(HttpExchange exchange) throws IOException {
		PacketLineOut out = advertisement(exchange);
		out.writeString(ID + " refs/heads/main\0" + CAPABILITIES + "\n");
		out.end();
	}

	/** Begins as a git server does that sends a commit. */
	private static PacketLineOut pack(HttpExchange exchange) throws IOException {
		PacketLineOut out = new PacketLineOut(TestHttpsServer.begin(exchange, false));
		out.writeString("shallow " + ID);
		out.end();
		out.writeString("NAK\n");
		return out;
	}

	@Test
	void aServerThatDoesNotAnswerIsLeft() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			GitSettings usual = within(Duration.ofSeconds(1));
			GitSettings settings = new GitSettings(
					RepositoryUri.of("https://127.0.0.1:" + silent.getLocalPort() + "/project.git"), "main", "",
					Optional.empty(), Optional.empty(), usual.tls(), true, usual.time(), usual.maximumBytes(),
					usual.sourceBytes(), Optional.empty(), usual.limits());
			assertThat(problem(settings)).isNotEmpty();
		}
		assertThat(Thread.interrupted()).isFalse();
	}

	/** Each byte comes in time, and there is no end of them for long. */
	@Test
	void aServerThatTakesItsTimeIsLeft() {
		server.instead((exchange) -> {
			advertisement(exchange).flush();
			OutputStream body = exchange.getResponseBody();
			body.write("fff0".getBytes(StandardCharsets.US_ASCII));
			try {
				for (int i = 0; i < 150; i++) {
					body.write('0');
					body.flush();
					TimeUnit.MILLISECONDS.sleep(100);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		long start = System.nanoTime();
		assertThat(problem(within(Duration.ofSeconds(2)))).contains("was not read within 2 s")
			.contains("claimflow.git.time");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void aRedirectIsNotFollowed() throws Exception {
		try (ServerSocket internal = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			internal.setSoTimeout(1);
			server.instead((exchange) -> {
				exchange.getResponseHeaders()
					.set("Location", "http://127.0.0.1:" + internal.getLocalPort()
							+ "/latest/meta-data/info/refs?service=git-upload-pack");
				exchange.sendResponseHeaders(302, -1);
			});
			assertThat(problem(settings(server.uri()))).contains("redirects to http://127.0.0.1:")
				.contains("/latest/meta-data, which is not followed");
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(internal::accept);
		}
	}

	@Test
	void anAddressThatIsNotPublicIsRefusedUnlessItIsOpen() {
		GitSettings usual = settings(server.uri());
		GitSettings settings = new GitSettings(usual.uri(), "main", "", Optional.empty(), Optional.empty(), usual.tls(),
				false, usual.time(), usual.maximumBytes(), usual.sourceBytes(), Optional.empty(), usual.limits());
		assertThat(problem(settings)).contains("127.0.0.1, a loopback address")
			.contains("claimflow.git.private-addresses=true");
	}

	@Test
	void aCertificateThatNobodyTrustsIsRefused() {
		GitSettings usual = settings(server.uri());
		GitSettings settings = new GitSettings(usual.uri(), "main", "", Optional.empty(), Optional.empty(),
				(SSLSocketFactory) SSLSocketFactory.getDefault(), true, usual.time(), usual.maximumBytes(),
				usual.sourceBytes(), Optional.empty(), usual.limits());
		assertThat(problem(settings)).contains("The certificate of 127.0.0.1 is not trusted")
			.contains("claimflow.git.ssl-bundle");
		assertThat(problem(settings("https://localhost:" + server.port() + "/project.git")))
			.contains("The certificate of localhost is not trusted");
	}

	@Test
	void whoAsksNeedsTheRightToken() throws Exception {
		server.authorization(
				"Basic " + Base64.getEncoder().encodeToString("deploy:sesame-opens".getBytes(StandardCharsets.UTF_8)));
		assertThat(problem(settings(server.uri()))).contains("wants a user name and a token");
		assertThat(pull(login("sesame-opens"))).isPresent();
		assertThat(problem(login("sesame-shuts"))).contains("does not take claimflow.git.username")
			.doesNotContain("sesame");
	}

	private static GitSettings login(String token) {
		GitSettings usual = settings(server.uri());
		return new GitSettings(usual.uri(), "main", "", Optional.of(new GitLogin("deploy", token)), Optional.empty(),
				usual.tls(), true, usual.time(), usual.maximumBytes(), usual.sourceBytes(), Optional.empty(),
				usual.limits());
	}

	@Test
	void aServerWithoutSuchARepositoryIsSaid() {
		assertThat(problem(settings("https://127.0.0.1:" + server.port() + "/other.git")))
			.contains("has no such repository");
		server.instead((exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "text/html");
			exchange.sendResponseHeaders(200, 0);
			exchange.getResponseBody().write("<html>Log in</html>".getBytes(StandardCharsets.UTF_8));
		});
		assertThat(problem(settings(server.uri()))).contains("could not be read");
		server.instead((exchange) -> exchange.sendResponseHeaders(503, -1));
		assertThat(problem(settings(server.uri()))).contains("the HTTP status 503");
	}

	@Test
	void noConfigurationOfTheUserOrTheSystemIsRead() throws Exception {
		SystemReader before = SystemReader.getInstance();
		NoConfiguration reader = new NoConfiguration(before);
		SystemReader.setInstance(reader);
		try {
			assertThat(pull()).isNotNull();
		}
		finally {
			SystemReader.setInstance(before);
		}
		assertThat(reader.read).isEmpty();
	}

	@Test
	void theOtherSettingsOfTheApplicationHaveNoPart() throws Exception {
		ProxySelector before = ProxySelector.getDefault();
		ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", 1)));
		try {
			assertThat(pull()).isNotNull();
		}
		finally {
			ProxySelector.setDefault(before);
		}
	}

}
