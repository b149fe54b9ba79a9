package io.claimflow.engine.realm;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.artifact.CompiledModule;
import tools.jackson.databind.json.JsonMapper;

/**
 * GraalVM's inspector in a script engine: its options, what it says of itself, and the
 * source maps that lead a debugger to the author's files.
 */
public final class Inspector {

	private static final Pattern ADDRESS = Pattern.compile("ws://127\\.0\\.0\\.1:\\d+/\\S+");

	private static final int SECRET_BYTES = 16;

	private final int port;

	private final Path sources;

	private final Consumer<String> listening;

	private final String path;

	/**
	 * Creates an inspector.
	 * @param port the port, or 0 for any that is free
	 * @param sources the folder that the project's paths are relative to
	 * @param listening is told the URL of the web socket
	 */
	public Inspector(int port, Path sources, Consumer<String> listening) {
		this.port = port;
		this.sources = sources;
		this.listening = listening;
		byte[] secret = new byte[SECRET_BYTES];
		new SecureRandom().nextBytes(secret);
		this.path = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
	}

	Map<String, String> options() {
		return Map.of("inspect", "127.0.0.1:" + this.port, "inspect.Path", this.path, "inspect.Secure", "false",
				"inspect.WaitAttached", "true", "inspect.Suspend", "true");
	}

	/** Takes what the inspector writes, until it has said where it listens. */
	OutputStream output() {
		ByteArrayOutputStream said = new ByteArrayOutputStream();
		AtomicBoolean told = new AtomicBoolean();
		return new OutputStream() {

			@Override
			public synchronized void write(int b) {
				if (told.get()) {
					return;
				}
				said.write(b);
				if (b == '\n') {
					Matcher address = ADDRESS.matcher(said.toString(StandardCharsets.UTF_8));
					said.reset();
					if (address.find()) {
						told.set(true);
						Inspector.this.listening.accept(address.group());
					}
				}
			}

		};
	}

	/** The code of a module with the way back to its source. */
	String mapped(CompiledModule module) {
		if (module.source().isEmpty()) {
			return module.code();
		}
		String json = JsonMapper.shared()
			.writeValueAsString(Map.of("version", 3, "sources",
					List.of(this.sources.resolve(module.file()).toUri().toString()), "sourcesContent",
					List.of(module.source()), "names", List.of(), "mappings", module.map().mappings()));
		return module.code() + "\n//# sourceMappingURL=data:application/json;base64,"
				+ Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

}
