package io.claimflow.cli.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.cli.Tool;
import io.claimflow.cli.Tool.Result;
import io.claimflow.cli.terminal.Prompt;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A person logs in with a browser, and is who deploys. */
class LoginTests {

	private static final Pattern PAGE = Pattern.compile("(?m)^ +(http://\\S+)$");

	private static DeploymentServer server;

	/** What a first login has left. */
	private static byte[] kept;

	@TempDir
	private static Path shared;

	@TempDir
	private Path home;

	@BeforeAll
	static void logIn() throws Exception {
		Path project = shared.resolve("project");
		new Tool(shared).run("init", "project", "--trigger", "m2m:token_generation");
		server = DeploymentServer.start(project);
		Path file = shared.resolve("home/.local/share/claimflow/logins.json");
		Result login = logIn(shared.resolve("home"), DeploymentServer.USER);
		assertThat(login.code()).as(login.err()).isZero();
		assertThat(login.out()).contains("Logged in at " + server.url() + " for ", "claimflow:deploy",
				"claimflow:read");
		if (File.separatorChar == '/') {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
				.isEqualTo("rwx------");
		}
		kept = Files.readAllBytes(file);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/** Approves what the command shows, as soon as it does. */
	private static Result logIn(Path home, String user) throws Exception {
		Tool tool = new Tool(shared).with("HOME", home.toString());
		CompletableFuture<Result> login = CompletableFuture
			.supplyAsync(() -> tool.run("login", "--server", server.url()));
		AtomicReference<String> page = new AtomicReference<>("");
		await().until(() -> {
			Matcher shown = PAGE.matcher(tool.errSoFar());
			if (shown.find()) {
				page.set(shown.group(1));
			}
			return login.isDone() || !page.get().isEmpty();
		});
		if (!page.get().isEmpty()) {
			new SignInPages().approve(page.get(), user, DeploymentServer.PASSWORD);
		}
		return login.join();
	}

	private Path file() {
		return this.home.resolve(".local/share/claimflow/logins.json");
	}

	/** As after a login, with a change. */
	private void loggedIn(Consumer<ObjectNode> change) {
		try {
			ObjectNode all = (ObjectNode) JsonMapper.shared().readTree(kept);
			change.accept((ObjectNode) all.get(server.url()));
			Files.createDirectories(file().getParent());
			Files.write(file(), JsonMapper.shared().writeValueAsBytes(all));
			if (File.separatorChar == '/') {
				Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Tool tool() {
		return new Tool(shared.resolve("project")).with("HOME", this.home.toString())
			.with("CLAIMFLOW_SERVER", server.url());
	}

	private JsonNode login() {
		try {
			return JsonMapper.shared().readTree(Files.readAllBytes(file())).path(server.url());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void whoHasLoggedInIsInTheHistory() {
		loggedIn((login) -> {
		});
		Result deactivated = tool().run("deactivate", "machine-token", "--confirm");
		assertThat(deactivated.code()).as(deactivated.err()).isZero();
		assertThat(tool().run("status").out()).contains("user:" + DeploymentServer.USER);
		assertThat(tool().run("activate", "machine-token").code()).isZero();
	}

	@Test
	void whoMayNotIsTold() throws Exception {
		Result refused = logIn(this.home, DeploymentServer.STRANGER);
		assertThat(refused.code()).isEqualTo(3);
		assertThat(refused.err()).contains("access_denied", "claimflow.deployments.http.users");
		assertThat(file()).doesNotExist();
	}

	@Test
	void whatTheEnvironmentNamesGoesFirst() {
		loggedIn((login) -> login.put("accessToken", "not-asked-for"));
		assertThat(tool().with("CLAIMFLOW_CLIENT_ID", DeploymentServer.CLIENT)
			.with("CLAIMFLOW_CLIENT_SECRET", DeploymentServer.SECRET)
			.run("status")
			.code()).isZero();
		assertThat(tool().with("CLAIMFLOW_TOKEN", "a-token").run("status").err()).contains("does not take the token");
	}

	@Test
	void aTokenThatHasExpiredOrIsRefusedIsReplaced() throws Exception {
		logIn(this.home, DeploymentServer.USER);
		String first = login().path("accessToken").asString("");
		change((login) -> login.put("expires", 0));
		assertThat(tool().run("status").code()).isZero();
		String second = login().path("accessToken").asString("");
		assertThat(second).isNotEqualTo(first);
		change((login) -> login.put("accessToken", "refused"));
		assertThat(tool().run("status").code()).isZero();
		assertThat(login().path("accessToken").asString("")).isNotIn(second, "refused");
		String last = login().path("refreshToken").asString("");
		Result out = tool().run("logout");
		assertThat(out.code()).as(out.err()).isZero();
		assertThat(login().isMissingNode()).isTrue();
		// It was revoked there, not only forgotten here.
		loggedIn((login) -> login.put("expires", 0).put("refreshToken", last));
		Result ended = tool().run("status");
		assertThat(ended.code()).isEqualTo(3);
		assertThat(ended.err()).contains("The login at " + server.url() + " has ended", "claimflow login");
		assertThat(login().isMissingNode()).isTrue();
	}

	private void change(Consumer<ObjectNode> change) throws IOException {
		ObjectNode all = (ObjectNode) JsonMapper.shared().readTree(Files.readAllBytes(file()));
		change.accept((ObjectNode) all.get(server.url()));
		Files.write(file(), JsonMapper.shared().writeValueAsBytes(all));
	}

	@Test
	void aFileThatOthersCanReadIsNotUsed() throws Exception {
		loggedIn((login) -> {
		});
		if (File.separatorChar == '/') {
			Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
			Result refused = tool().run("status");
			assertThat(refused.code()).isEqualTo(2);
			assertThat(refused.err()).contains("Others on this machine can use", "chmod 600");
		}
	}

	@Test
	void aFileThatIsBrokenIsNamed() throws Exception {
		loggedIn((login) -> {
		});
		Files.writeString(file(), "{ \"https://");
		Result broken = tool().run("status");
		assertThat(broken.code()).isEqualTo(2);
		assertThat(broken.err()).contains(file() + " is no file of logins").doesNotContain("Exception");
	}

	@Test
	void whoHasNotLoggedInIsToldHow() {
		Result nobody = tool().run("status");
		assertThat(nobody.code()).isEqualTo(2);
		assertThat(nobody.err()).contains("Nothing says who you are", "claimflow login");
		assertThat(tool().run("logout").out()).contains("Nobody was logged in");
		assertThat(new Tool(shared).run("login", "--server", server.url()).err()).contains("neither HOME nor");
		assertThat(tool().run("login", "--client", "other").err()).contains("by the client other");
	}

	@Test
	void loginsAreKeptWhereTheSystemKeepsThem() {
		Map<String, String> home = Map.of("HOME", "/home/ada", "LOCALAPPDATA", "/data");
		assertThat(folder(home, "Linux")).isEqualTo("/home/ada/.local/share/claimflow");
		assertThat(folder(home, "Mac OS X")).isEqualTo("/home/ada/Library/Application Support/claimflow");
		assertThat(folder(home, "Windows 11")).isEqualTo("/data/claimflow");
		assertThat(folder(Map.of("HOME", "/home/ada", "XDG_DATA_HOME", "/xdg"), "Linux")).isEqualTo("/xdg/claimflow");
		assertThat(folder(Map.of("HOME", "/home/ada", "XDG_DATA_HOME", "xdg"), "Linux"))
			.isEqualTo("/home/ada/.local/share/claimflow");
	}

	private static String folder(Map<String, String> environment, String system) {
		Terminal terminal = new Terminal(System.out, System.err, Prompt.NOBODY, Terminal.Capabilities.NONE);
		return Logins.folder(new Surroundings(Path.of("").toAbsolutePath(), environment, terminal), system)
			.orElseThrow()
			.toString()
			.replace(File.separatorChar, '/');
	}

}
