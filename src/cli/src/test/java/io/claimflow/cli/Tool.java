package io.claimflow.cli;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.cli.terminal.Prompt;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import io.claimflow.cli.terminal.Terminal.Capabilities;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands in this process, in a folder, with an environment and answers. */
public final class Tool {

	private final Path directory;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private final Deque<String> answers = new ArrayDeque<>();

	private Capabilities capabilities = Capabilities.NONE;

	private volatile boolean closed;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	public Tool(Path directory) {
		this.directory = directory;
	}

	/** Sets an environment variable. */
	public Tool with(String variable, String value) {
		this.environment.put(variable, value);
		return this;
	}

	/** Has the environment of this process. */
	public Tool withEnvironment() {
		this.environment.putAll(System.getenv());
		return this;
	}

	/** Somebody sits in front of it, and gives these answers. */
	public Tool answering(String... answers) {
		this.answers.addAll(List.of(answers));
		this.capabilities = new Capabilities(true, this.capabilities.colour(), this.capabilities.columns());
		return this;
	}

	public Tool inColour() {
		this.capabilities = new Capabilities(this.capabilities.interactive(), true, this.capabilities.columns());
		return this;
	}

	public Tool columns(int columns) {
		this.capabilities = new Capabilities(this.capabilities.interactive(), this.capabilities.colour(), columns);
		return this;
	}

	/** The commands that there are, in order. */
	Collection<CommandLine> commands() {
		Terminal terminal = new Terminal(new PrintStream(OutputStream.nullOutputStream()),
				new PrintStream(OutputStream.nullOutputStream()), Prompt.NOBODY, this.capabilities);
		return new Cli(new Surroundings(this.directory, this.environment, terminal)).commandLine()
			.getSubcommands()
			.values();
	}

	public Result run(String... arguments) {
		ByteArrayOutputStream out = this.out;
		ByteArrayOutputStream err = this.err;
		out.reset();
		err.reset();
		PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
		Terminal terminal = new Terminal(new PrintStream(new Pipe(out), true, StandardCharsets.UTF_8), errors,
				prompt(errors), this.capabilities);
		int code = new Cli(new Surroundings(this.directory, this.environment, terminal)).run(arguments);
		return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	/** Nobody reads the answer any more, as after {@code | head}. */
	public void stopReading() {
		this.closed = true;
	}

	/** What a command that goes on has written. */
	public String outSoFar() {
		return this.out.toString(StandardCharsets.UTF_8);
	}

	/** The errors and notes of a command that goes on. */
	public String errSoFar() {
		return this.err.toString(StandardCharsets.UTF_8);
	}

	private Prompt prompt(PrintStream err) {
		return new Prompt() {

			@Override
			public Optional<String> line(String question) {
				err.print(question);
				return Optional.ofNullable(Tool.this.answers.poll());
			}

			@Override
			public Optional<String> secret(String question) {
				return line(question);
			}

		};
	}

	/** What somebody reads, or does not. */
	private final class Pipe extends FilterOutputStream {

		private Pipe(OutputStream out) {
			super(out);
		}

		@Override
		public void write(int b) throws IOException {
			if (Tool.this.closed) {
				throw new IOException("Broken pipe");
			}
			super.write(b);
		}

	}

	/** What a command has given. */
	public record Result(int code, String out, String err) {

		public JsonNode json() {
			return JsonMapper.shared().readTree(this.out);
		}

	}

}
