package io.claimflow.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command. */
public final class Cli {

	/** What picocli can lay out. */
	private static final int NARROWEST = 55;

	private static final int WIDEST = 100;

	private final Surroundings surroundings;

	public Cli(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	/**
	 * Runs a command.
	 * @param arguments the words of the command line
	 * @return the exit code
	 */
	public int run(String... arguments) {
		Terminal terminal = this.surroundings.terminal();
		StringWriter out = new StringWriter();
		CommandLine line = commandLine(commands(arguments));
		line.setOut(new PrintWriter(out, true));
		line.setColorScheme(CommandLine.Help.defaultColorScheme(
				terminal.style(io.claimflow.cli.terminal.Style.BOLD, "x").equals("x") ? Ansi.OFF : Ansi.ON));
		line.setUsageHelpWidth(Math.min(Math.max(terminal.columns(), NARROWEST), WIDEST));
		line.setParameterExceptionHandler((ex, words) -> usage(ex));
		line.setExecutionExceptionHandler((ex, command, result) -> failed(ex, result));
		int code = line.execute(arguments);
		terminal.raw(out.toString());
		return code;
	}

	/** The commands, without a terminal to answer at. */
	CommandLine commandLine() {
		return commandLine(ClaimflowCommand.COMMANDS);
	}

	private CommandLine commandLine(List<Class<?>> commands) {
		IFactory factory = new Factory(this.surroundings);
		CommandLine line = new CommandLine(new ClaimflowCommand(), factory);
		commands.forEach((command) -> line.addSubcommand(new CommandLine(command, factory)));
		return line;
	}

	/**
	 * The commands that the arguments can mean. To describe all of them takes a tenth of
	 * a second, and mostly one is named.
	 */
	private static List<Class<?>> commands(String... arguments) {
		return ClaimflowCommand.COMMANDS.stream()
			.filter((command) -> command != CompletionCommand.class)
			.filter((command) -> arguments.length > 0
					&& command.getAnnotation(Command.class).name().equals(arguments[0]))
			.findFirst()
			.<List<Class<?>>>map(List::of)
			.orElse(ClaimflowCommand.COMMANDS);
	}

	private int usage(ParameterException ex) {
		String help = ex.getCommandLine().getCommandSpec().qualifiedName() + " --help";
		List<String> suggestions = (ex instanceof UnmatchedArgumentException unmatched) ? unmatched.getSuggestions()
				: List.of();
		String action = suggestions.isEmpty() ? "See " + help + "."
				: "Did you mean " + String.join(" or ", suggestions) + "? See " + help + ".";
		this.surroundings.terminal().error(String.valueOf(ex.getMessage()), action);
		return ExitCode.USAGE;
	}

	private int failed(Exception ex, ParseResult result) {
		Terminal terminal = this.surroundings.terminal();
		if (ex instanceof Failure failure) {
			if (wantsJson(result)) {
				terminal.json(failure.toJson());
			}
			terminal.error(failure.found(), failure.action());
			return failure.exitCode();
		}
		StringWriter stack = new StringWriter();
		ex.printStackTrace(new PrintWriter(stack));
		terminal.note(stack.toString());
		terminal.error("claimflow itself failed: " + ex, "Report it, with the lines above.");
		return ExitCode.TOOL;
	}

	private static boolean wantsJson(ParseResult result) {
		ParseResult command = result;
		while (command.hasSubcommand()) {
			command = command.subcommand();
		}
		return command.hasMatchedOption("--json");
	}

	/** Makes commands, which know what they are run with. */
	private record Factory(Surroundings surroundings) implements IFactory {

		@Override
		public <K> K create(Class<K> type) throws Exception {
			for (Constructor<?> constructor : type.getDeclaredConstructors()) {
				if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] { Surroundings.class })) {
					constructor.setAccessible(true);
					return type.cast(constructor.newInstance(this.surroundings));
				}
			}
			return CommandLine.defaultFactory().create(type);
		}

	}

}
