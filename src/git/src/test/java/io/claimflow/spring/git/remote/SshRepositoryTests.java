package io.claimflow.spring.git.remote;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSocketFactory;

import io.claimflow.Limits;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for a repository behind ssh, and for commits that are signed with ssh keys.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SshRepositoryTests {

	private static final Map<String, String> PROJECT = Map.of("kinde.json", "{\"rootDir\": \"kindeSrc\"}",
			"kindeSrc/environment/workflows/tokenWorkflow.ts", "export default async function () {}");

	@TempDir
	static Path directory;

	private static final TestRepository origin = new TestRepository();

	private static TestSshServer server;

	@BeforeAll
	static void start() throws Exception {
		server = new TestSshServer(origin);
		origin.commit("Begin", PROJECT);
	}

	@AfterAll
	static void stop() throws Exception {
		server.close();
	}

	@AfterEach
	void asUsual() {
		server.asUsual();
	}

	private static GitSettings settings(String key, String knownHosts) {
		return settings(key, knownHosts, true, Duration.ofSeconds(10), Optional.empty());
	}

	private static GitSettings settings(String key, String knownHosts, boolean privateAddresses, Duration time,
			Optional<Path> allowedSigners) {
		RepositoryUri uri = RepositoryUri.of(server.uri());
		return new GitSettings(uri, "main", "", Optional.empty(),
				Optional.of(SshAccess.of(SshAccess.keys(stream(key)), stream(knownHosts), uri)),
				(SSLSocketFactory) SSLSocketFactory.getDefault(), privateAddresses, time, 1 << 20, 1 << 26,
				allowedSigners, Limits.defaults());
	}

	private static ByteArrayInputStream stream(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

	private static Optional<GitCommit> pull(GitSettings settings) throws GitException {
		return new GitRepository(settings).pull(Optional.empty());
	}

	private static String problem(GitSettings settings) {
		return assertThatExceptionOfType(GitException.class).isThrownBy(() -> pull(settings)).actual().problem();
	}

	@Test
	void aCommitIsReadAndNothingOfTheUserOrTheSystem() throws Exception {
		SystemReader before = SystemReader.getInstance();
		NoConfiguration reader = new NoConfiguration(before);
		SystemReader.setInstance(reader);
		try {
			assertThat(pull(settings(server.userKey(), server.knownHost())).orElseThrow().project().workflowFiles())
				.hasSize(1);
		}
		finally {
			SystemReader.setInstance(before);
		}
		assertThat(reader.read).isEmpty();
	}

	@Test
	void aServerWithAnotherKeyIsRefused() throws Exception {
		assertThat(problem(settings(server.userKey(), server.knownHost(TestSshServer.key()))))
			.contains("has the key SHA256:")
			.contains("claimflow.git.known-hosts");
		assertThat(problem(settings(server.userKey(), server.knownHost() + "@revoked " + server.knownHost())))
			.contains("has the key SHA256:");
	}

	@Test
	void aServerWhoseKeyNobodyKnowsIsRefusedAtTheStart() throws Exception {
		String key = server.userKey();
		assertThatIllegalArgumentException().isThrownBy(() -> settings(key, "# nothing\n"))
			.withMessageContaining("has no key of 127.0.0.1")
			.withMessageContaining("ssh-keyscan");
	}

	@Test
	void aKeyThatCannotBeReadIsRefusedAtTheStart() {
		assertThatIllegalArgumentException().isThrownBy(() -> settings("sesame-opens", server.knownHost()))
			.withMessageContaining("has no private key that can be read")
			.withMessageNotContaining("sesame");
	}

	@Test
	void whoMayNotLogInIsTold() throws Exception {
		assertThat(problem(settings(TestSshServer.privateKey(TestSshServer.key()), server.knownHost())))
			.contains("does not take claimflow.git.private-key");
	}

	@Test
	void anAddressThatIsNotPublicIsRefused() throws Exception {
		assertThat(problem(
				settings(server.userKey(), server.knownHost(), false, Duration.ofSeconds(10), Optional.empty())))
			.contains("127.0.0.1, a loopback address");
	}

	@Test
	void aServerThatSendsErrorsForEverIsLeft() throws Exception {
		server.instead((input, output, errors, environment) -> {
			byte[] error = new byte[1024];
			for (;;) {
				errors.write(error);
				errors.flush();
			}
		});
		assertThat(
				problem(settings(server.userKey(), server.knownHost(), true, Duration.ofSeconds(3), Optional.empty())))
			.isNotEmpty();
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void aServerThatDoesNotAnswerIsLeft() throws Exception {
		server.instead((input, output, errors, environment) -> TimeUnit.MINUTES.sleep(1));
		long start = System.nanoTime();
		assertThat(
				problem(settings(server.userKey(), server.knownHost(), true, Duration.ofSeconds(2), Optional.empty())))
			.isNotEmpty();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void aSignatureIsGoodIfItsKeyIsAllowed() throws Exception {
		Path key = Files.writeString(directory.resolve("signer"), server.userKey());
		java.security.KeyPair pair = SshAccess.keys(stream(server.userKey())).get(0);
		Path allowed = Files.writeString(directory.resolve("allowed"),
				"author@example.com " + TestSshServer.publicKey(pair) + "\n");
		Path others = Files.writeString(directory.resolve("others"),
				"author@example.com " + TestSshServer.publicKey(TestSshServer.key()) + "\n");
		origin.sign("Signed", PROJECT, key);
		assertThat(signature(allowed)).isEqualTo(new Signature.Good("author@example.com"));
		assertThat(signature(others)).isInstanceOfSatisfying(Signature.Bad.class,
				(bad) -> assertThat(bad.reason()).contains("is not that of an allowed signer"));
		origin.commit("Not signed", PROJECT);
		assertThat(signature(allowed)).isEqualTo(new Signature.Bad("It is not signed"));
	}

	private static Signature signature(Path allowedSigners) throws Exception {
		return pull(settings(server.userKey(), server.knownHost(), true, Duration.ofSeconds(10),
				Optional.of(allowedSigners)))
			.orElseThrow()
			.signature();
	}

}
