package io.claimflow.spring.git.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

/**
 * The server of git itself, {@code git http-backend}, with a repository on disk.
 */
final class GitHttpBackend implements HttpHandler {

	private final Path folder;

	/**
	 * Creates a repository.
	 * @param folder an empty folder
	 */
	GitHttpBackend(Path folder) {
		this.folder = folder;
		git("init", "--quiet", "--initial-branch=main", "project.git");
	}

	/** Whether there is a git on this machine that can do that. */
	static boolean isThere() {
		try {
			Process git = new ProcessBuilder("git", "--exec-path").start();
			String path = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			return git.waitFor() == 0 && Files.isExecutable(Path.of(path, "git-http-backend"));
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Commits files, and returns the name of the commit. */
	String commit(String message, Map<String, String> files) throws IOException {
		for (Map.Entry<String, String> file : files.entrySet()) {
			Path path = this.folder.resolve("project.git").resolve(file.getKey());
			Files.createDirectories(path.getParent());
			Files.writeString(path, file.getValue());
		}
		git("-C", "project.git", "add", "--all");
		git("-C", "project.git", "-c", "user.name=An Author", "-c", "user.email=author@example.com", "commit",
				"--quiet", "--no-gpg-sign", "--message", message);
		return git("-C", "project.git", "rev-parse", "HEAD").strip();
	}

	private String git(String... arguments) {
		List<String> command = new ArrayList<>(List.of("git"));
		command.addAll(Arrays.asList(arguments));
		try {
			Process git = builder(command).redirectErrorStream(true).start();
			String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (git.waitFor() != 0) {
				throw new IllegalStateException(command + ": " + output);
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ProcessBuilder builder(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.toFile());
		builder.environment().put("HOME", this.folder.toString());
		builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
		return builder;
	}

	/** Calls it as a web server does, by CGI (RFC 3875). */
	@Override
	public void handle(HttpExchange exchange) throws IOException {
		ProcessBuilder builder = builder(List.of("git", "http-backend"));
		Map<String, String> environment = builder.environment();
		environment.put("GIT_PROJECT_ROOT", this.folder.toString());
		environment.put("GIT_HTTP_EXPORT_ALL", "1");
		environment.put("REQUEST_METHOD", exchange.getRequestMethod());
		environment.put("PATH_INFO",
				exchange.getRequestURI().getPath().replaceFirst("^/project.git", "/project.git/.git"));
		environment.put("QUERY_STRING", String.valueOf(exchange.getRequestURI().getRawQuery()));
		header(exchange, "Content-Type", environment, "CONTENT_TYPE");
		header(exchange, "Content-Encoding", environment, "HTTP_CONTENT_ENCODING");
		header(exchange, "Git-Protocol", environment, "GIT_PROTOCOL");
		Process backend = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
		try (OutputStream in = backend.getOutputStream()) {
			exchange.getRequestBody().transferTo(in);
		}
		InputStream out = backend.getInputStream();
		int status = 200;
		for (String line = line(out); !line.isEmpty(); line = line(out)) {
			String[] header = line.split(": ", 2);
			if (header[0].equals("Status")) {
				status = Integer.parseInt(header[1].substring(0, 3));
			}
			else {
				exchange.getResponseHeaders().add(header[0], header[1]);
			}
		}
		exchange.sendResponseHeaders(status, 0);
		out.transferTo(exchange.getResponseBody());
	}

	private static void header(HttpExchange exchange, String header, Map<String, String> environment, String name) {
		String value = exchange.getRequestHeaders().getFirst(header);
		if (value != null) {
			environment.put(name, value);
		}
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
			line.append((char) read);
		}
		return line.toString().stripTrailing();
	}

}
