package io.claimflow.cli;

import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.cli.terminal.Prompt;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import io.claimflow.cli.terminal.Terminal.Capabilities;
import org.jspecify.annotations.Nullable;

/** The entry of the process. */
public final class Main {

	private static final int COLUMNS = 80;

	private Main() {
	}

	/** Runs the command that the arguments name, and ends the process. */
	public static void main(String[] arguments) {
		PrintStream out = stream(new FileOutputStream(FileDescriptor.out), "stdout.encoding");
		PrintStream err = stream(error(), "stderr.encoding");
		System.setErr(err);
		Console console = terminal();
		Map<String, String> environment = System.getenv();
		Terminal terminal = new Terminal(out, err, (console != null) ? new ConsolePrompt(console) : Prompt.NOBODY,
				capabilities(console, environment));
		int code = new Cli(new Surroundings(directory(), environment, terminal)).run(arguments);
		out.flush();
		err.flush();
		System.exit(code);
	}

	/** The launcher of the npm package starts it elsewhere, and says where it is run. */
	private static Path directory() {
		return Path.of(System.getProperty("claimflow.directory", "")).toAbsolutePath();
	}

	/** Text is UTF-8 everywhere but in a console of Windows, which says what it takes. */
	private static PrintStream stream(FileOutputStream stream, String property) {
		boolean windows = File.separatorChar == '\\';
		String encoding = System.getProperty(property, System.getProperty("sun." + property));
		Charset charset = (windows && encoding != null) ? Charset.forName(encoding) : StandardCharsets.UTF_8;
		return new PrintStream(stream, true, charset);
	}

	/**
	 * The standard error, by a descriptor of its own where it is a terminal or a pipe.
	 * What native code writes to that of the process is lost then: the compiler's library
	 * writes there that it panics, for each syntax error, and has no option not to. To
	 * close a standard stream of Java's leads its descriptor to nowhere.
	 */
	private static FileOutputStream error() {
		FileOutputStream shared = new FileOutputStream(FileDescriptor.err);
		File descriptor = new File("/dev/fd/2");
		if (descriptor.isFile()) {
			// Where the standard error is closed, this is a file that Java has opened
			return shared;
		}
		try {
			FileOutputStream own = new FileOutputStream(descriptor, true);
			shared.close();
			return own;
		}
		catch (IOException ex) {
			// As on Windows, or where it is a socket
			return shared;
		}
	}

	/**
	 * The console, if input and output are one. Some versions of Java have one in any
	 * case, and tell.
	 */
	private static @Nullable Console terminal() {
		Console console = System.console();
		if (console == null) {
			return null;
		}
		try {
			return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console)) ? console : null;
		}
		catch (ReflectiveOperationException ex) {
			return console;
		}
	}

	private static Capabilities capabilities(@Nullable Console console, Map<String, String> environment) {
		if (console == null) {
			return Capabilities.NONE;
		}
		boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty()
				&& !"dumb".equals(environment.getOrDefault("TERM", ""));
		return new Capabilities(true, colour, columns());
	}

	private static int columns() {
		try {
			Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty"))
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			if (stty.waitFor(1, TimeUnit.SECONDS)) {
				Matcher size = Pattern.compile("\\d+ (\\d+)\\s*")
					.matcher(new String(stty.getInputStream().readNBytes(100), StandardCharsets.US_ASCII));
				return (size.matches() && !size.group(1).equals("0")) ? Integer.parseInt(size.group(1)) : COLUMNS;
			}
			stty.destroy();
		}
		catch (IOException ex) {
			// As on Windows: the width is not known.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return COLUMNS;
	}

	/** Asks at the console of the process. */
	private record ConsolePrompt(Console console) implements Prompt {

		@Override
		public Optional<String> line(String question) {
			return Optional.ofNullable(this.console.readLine("%s", question));
		}

		@Override
		public Optional<String> secret(String question) {
			return Optional.ofNullable(this.console.readPassword("%s", question)).map(String::new);
		}

	}

}
