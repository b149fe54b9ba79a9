package io.claimflow.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what a shell needs to complete command lines. */
@Command(name = "completion",
		description = { "Write what a shell needs to complete command lines.",
				"bash, zsh: source <(claimflow completion bash). fish: claimflow completion fish | source."
						+ " PowerShell: claimflow completion powershell | Out-String | Invoke-Expression." })
final class CompletionCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Spec
	private @Nullable CommandSpec spec;

	@Parameters(arity = "1", paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
	private Shell shell = Shell.bash;

	CompletionCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		if (this.spec != null) {
			CommandLine root = this.spec.root().commandLine();
			this.surroundings.terminal().raw(switch (this.shell) {
				case bash, zsh -> AutoComplete.bash(root.getCommandName(), root);
				case fish -> fish(root);
				case powershell -> powershell(root);
			});
		}
		return ExitCode.FINE;
	}

	private static String fish(CommandLine root) {
		List<String> lines = new ArrayList<>();
		lines.add("complete -c claimflow -f -n __fish_use_subcommand -s h -l help");
		lines.add("complete -c claimflow -f -n __fish_use_subcommand -s V -l version");
		root.getSubcommands().forEach((name, command) -> {
			lines.add("complete -c claimflow -f -n __fish_use_subcommand -a %s -d %s".formatted(name,
					quoted(command.getCommandSpec().usageMessage().description()[0])));
			for (OptionSpec option : command.getCommandSpec().options()) {
				StringBuilder line = new StringBuilder(
						"complete -c claimflow -n '__fish_seen_subcommand_from " + name + "'");
				for (String written : option.names()) {
					line.append(
							written.startsWith("--") ? " -l " + written.substring(2) : " -s " + written.substring(1));
				}
				if (option.arity().max() > 0) {
					line.append(" -r");
				}
				if (option.completionCandidates() != null) {
					line.append(" -f -a ").append(quoted(candidates(option)));
				}
				lines.add(line.toString());
			}
		});
		return String.join("\n", lines) + "\n";
	}

	private static String candidates(OptionSpec option) {
		List<String> candidates = new ArrayList<>();
		Iterable<String> all = option.completionCandidates();
		if (all != null) {
			all.forEach(candidates::add);
		}
		return String.join(" ", candidates);
	}

	private static String quoted(String text) {
		return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
	}

	private static String powershell(CommandLine root) {
		String words = root.getSubcommands()
			.entrySet()
			.stream()
			.map((command) -> "  '%s' = @(%s)".formatted(command.getKey(),
					command.getValue()
						.getCommandSpec()
						.options()
						.stream()
						.map((option) -> "'" + option.longestName() + "'")
						.collect(Collectors.joining(", "))))
			.collect(Collectors.joining("\n"));
		return """
				$claimflowWords = @{
				%s
				}
				Register-ArgumentCompleter -Native -CommandName claimflow -ScriptBlock {
				  param($wordToComplete, $commandAst, $cursorPosition)
				  $command = $commandAst.CommandElements | Select-Object -Skip 1 -First 1 | ForEach-Object { "$_" }
				  $words = if ($command -and $claimflowWords.ContainsKey($command)) { $claimflowWords[$command] } else { $claimflowWords.Keys | Sort-Object }
				  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
				}
				"""
			.formatted(words);
	}

	/** A shell. */
	enum Shell {

		bash, zsh, fish, powershell

	}

}
