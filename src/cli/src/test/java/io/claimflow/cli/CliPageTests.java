package io.claimflow.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about the command line has what each command says of itself. With the system
 * property {@code claimflow.write-docs}, this writes it.
 */
class CliPageTests {

	private static final Path PAGE = Path.of("../../docs/cli.md");

	private static final String HEADING = "## Commands\n";

	@Test
	void thePageHasTheHelpOfEveryCommand(@TempDir Path folder) throws Exception {
		String page = Files.readString(PAGE);
		String intro = page.substring(0, page.indexOf(HEADING));
		StringBuilder expected = new StringBuilder(intro).append(HEADING);
		for (CommandLine command : new Tool(folder).commands()) {
			String help = new Tool(folder).columns(100).run(command.getCommandName(), "--help").out();
			expected.append("\n### ").append(command.getCommandName()).append("\n\n```text\n");
			expected.append(help.replaceAll(" +(?=\\R)", "").replace("\r\n", "\n").strip()).append("\n```\n");
		}
		if (Boolean.getBoolean("claimflow.write-docs")) {
			Files.writeString(PAGE, expected);
		}
		assertThat(Files.readString(PAGE)).isEqualTo(expected.toString());
	}

}
