package io.claimflow.cli.server;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import io.claimflow.cli.file.WholeFile;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of the servers that a person has logged in at, which that person alone can read.
 * It is where the operating system keeps data of applications: in XDG_DATA_HOME, in
 * Library/Application Support or in LOCALAPPDATA.
 */
final class Logins {

	private static final Set<PosixFilePermission> OWNER = EnumSet.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE);

	private final Path file;

	private Logins(Path file) {
		this.file = file;
	}

	/** Those of the person who runs the command, or empty if that is nobody's home. */
	static Optional<Logins> of(Surroundings surroundings) {
		return folder(surroundings, System.getProperty("os.name", ""))
			.map((folder) -> new Logins(folder.resolve("logins.json")));
	}

	/**
	 * Where they are kept.
	 * @param system the name of the operating system, as Java has it
	 */
	static Optional<Path> folder(Surroundings surroundings, String system) {
		Optional<Path> home = surroundings.variable("HOME").map(surroundings::path);
		if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
			return surroundings.variable("LOCALAPPDATA")
				.map(surroundings::path)
				.map((data) -> data.resolve("claimflow"));
		}
		if (system.toLowerCase(Locale.ROOT).startsWith("mac")) {
			return home.map((folder) -> folder.resolve("Library/Application Support/claimflow"));
		}
		// A path that is not absolute is to be ignored.
		return surroundings.variable("XDG_DATA_HOME")
			.filter((path) -> path.startsWith(File.separator))
			.map(surroundings::path)
			.or(() -> home.map((folder) -> folder.resolve(".local/share")))
			.map((data) -> data.resolve("claimflow"));
	}

	Path file() {
		return this.file;
	}

	Optional<Login> find(ServerAddress server) {
		JsonNode login = read().path(server.url());
		if (!login.path("accessToken").isString()) {
			return Optional.empty();
		}
		List<String> scopes = new ArrayList<>();
		login.path("scopes").forEach((scope) -> scopes.add(scope.asString("")));
		return Optional.of(new Login(login.path("client").asString(""), login.path("accessToken").asString(""),
				Instant.ofEpochSecond(login.path("expires").asLong(0)), login.path("refreshToken").asString(""),
				scopes));
	}

	void keep(ServerAddress server, Login login) {
		ObjectNode all = read();
		ObjectNode one = all.putObject(server.url());
		one.put("client", login.client());
		one.put("accessToken", login.accessToken());
		one.put("expires", login.expires().getEpochSecond());
		one.put("refreshToken", login.refreshToken());
		login.scopes().forEach(one.putArray("scopes")::add);
		write(all);
	}

	void forget(ServerAddress server) {
		ObjectNode all = read();
		if (all.remove(server.url()) != null) {
			write(all);
		}
	}

	/**
	 * Does something while no other command does: a refresh token works once, and of two
	 * commands one would be left with one that is used up.
	 */
	<T> T alone(Supplier<T> action) {
		// A lock on a file is that of all threads of a process.
		synchronized (Logins.class) {
			return locked(action);
		}
	}

	private <T> T locked(Supplier<T> action) {
		Path lock = this.file.resolveSibling("logins.lock");
		if (!Files.exists(lock)) {
			WholeFile.writePrivately(lock, new byte[0]);
		}
		try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE); FileLock held = channel.lock()) {
			return action.get();
		}
		catch (IOException ex) {
			throw Failure.ofUsage(lock + " cannot be locked: " + ex, "See to its permissions.");
		}
	}

	private ObjectNode read() {
		try {
			byte[] content = Files.readAllBytes(this.file);
			requirePrivate();
			if (JsonMapper.shared().readTree(content) instanceof ObjectNode all) {
				return all;
			}
		}
		catch (NoSuchFileException ex) {
			return JsonMapper.shared().createObjectNode();
		}
		catch (JacksonException ex) {
			// Said below; the message may quote what is in the file.
		}
		catch (IOException ex) {
			throw Failure.ofUsage(this.file + " cannot be read: " + ex, "See to its permissions, or delete it.");
		}
		throw Failure.ofUsage(this.file + " is no file of logins", "Delete it, and log in again.");
	}

	private void requirePrivate() throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(this.file, PosixFileAttributeView.class);
		if (view != null && !OWNER.containsAll(view.readAttributes().permissions())) {
			throw Failure.ofUsage("Others on this machine can use " + this.file + ", which has tokens of yours",
					"Run chmod 600 on it. If others were there, log out and in again.");
		}
	}

	private void write(ObjectNode all) {
		WholeFile.writePrivately(this.file, JsonMapper.shared().writeValueAsBytes(all));
	}

}
