package io.claimflow.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Thrown if a command cannot do what it was asked for. It ends the command with an exit
 * code of {@link ExitCode}.
 */
public final class Failure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int exitCode;

	private final String found;

	private final String action;

	private final transient Map<String, Object> details = new LinkedHashMap<>();

	private Failure(int exitCode, String found, String action) {
		super(found + ". " + action);
		this.exitCode = exitCode;
		this.found = found;
		this.action = action;
	}

	/** The project is at fault. */
	public static Failure ofProject(String found, String action) {
		return new Failure(ExitCode.PROJECT, found, action);
	}

	/** The command line is at fault, or what it names. */
	public static Failure ofUsage(String found, String action) {
		return new Failure(ExitCode.USAGE, found, action);
	}

	/** The server or the network is at fault. */
	public static Failure ofServer(String found, String action) {
		return new Failure(ExitCode.SERVER, found, action);
	}

	/**
	 * Adds what a program wants to know, for {@code --json}.
	 * @param name the name of the member
	 * @param value a value of JSON types
	 */
	public Failure with(String name, Object value) {
		this.details.put(name, value);
		return this;
	}

	public int exitCode() {
		return this.exitCode;
	}

	/** What was found. */
	public String found() {
		return this.found;
	}

	/** What to do. */
	public String action() {
		return this.action;
	}

	/** What was added of that name. */
	public Optional<Object> detail(String name) {
		return Optional.ofNullable(this.details.get(name));
	}

	/** The failure as JSON types. */
	public Map<String, Object> toJson() {
		Map<String, Object> error = new LinkedHashMap<>();
		error.put("message", this.found);
		error.put("action", this.action);
		error.putAll(this.details);
		return Map.of("error", error);
	}

}
