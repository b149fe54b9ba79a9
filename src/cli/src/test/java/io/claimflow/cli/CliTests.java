package io.claimflow.cli;

import java.nio.file.Path;

import io.claimflow.cli.Tool.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What every command has: help, a version, exit codes and errors. */
class CliTests {

	@TempDir
	private Path folder;

	@Test
	void helpNamesEveryCommandAndEveryExitCode() {
		Result help = new Tool(this.folder).run("--help");
		assertThat(help.code()).isZero();
		assertThat(help.err()).isEmpty();
		assertThat(help.out()).contains("Usage: claimflow", "init", "check", "run", "test", "types", "build", "deploy",
				"0    all is fine", "3    the server or the network is at fault");
	}

	@Test
	void theVersionIsThatOfTheEngine() {
		assertThat(new Tool(this.folder).run("--version").out()).matches("claimflow \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\s");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "chekc | Did you mean check?", "check --fromat x | --fromat", "'' | --help",
			"check --format pdf | text", "build one two | --help" })
	void aCommandLineThatIsWrongSaysWhereHelpIs(String line, String expected) {
		Result result = new Tool(this.folder).run(line.isEmpty() ? new String[0] : line.split(" "));
		assertThat(result.code()).isEqualTo(2);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).startsWith("error: ").contains(expected).contains("--help");
	}

	@Test
	void colourIsForThoseTerminalsThatHaveIt() {
		assertThat(new Tool(this.folder).inColour().run("check").err()).contains("\u001B[31merror:\u001B[0m");
		assertThat(new Tool(this.folder).run("check").err()).doesNotContain("\u001B");
		assertThat(new Tool(this.folder).inColour().run("--help").out()).contains("\u001B[");
		assertThat(new Tool(this.folder).run("--help").out()).doesNotContain("\u001B");
	}

	@Test
	void aFailureIsJsonForThoseWhoAskForJson() {
		Result result = new Tool(this.folder).run("build", "--json");
		assertThat(result.code()).isEqualTo(2);
		assertThat(result.json().at("/error/message").asString()).startsWith("There is no project here");
		assertThat(result.json().at("/error/action").asString()).contains("claimflow init");
	}

}
