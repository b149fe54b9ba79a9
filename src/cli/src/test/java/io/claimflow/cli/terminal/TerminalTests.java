package io.claimflow.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.claimflow.cli.terminal.Terminal.Capabilities;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a terminal shows. */
class TerminalTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private Terminal terminal(boolean interactive, int columns) {
		return new Terminal(new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8), Prompt.NOBODY,
				new Capabilities(interactive, false, columns));
	}

	@Test
	void aTableThatIsTooWideBecomesParagraphs() {
		Table table = new Table("NUMBER", "WHO", "WHY").row("1", "client:ci", "a reason that takes some room")
			.row("2", "", "another");
		table.print(terminal(true, 80));
		assertThat(this.out.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
				NUMBER  WHO        WHY
				1       client:ci  a reason that takes some room
				2                  another
				""");
		this.out.reset();
		table.print(terminal(true, 40));
		assertThat(this.out.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
				1
				  WHO: client:ci
				  WHY: a reason that takes some room
				2
				  WHY: another
				""");
	}

	@Test
	void whatOthersWroteTellsTheTerminalNothing() {
		assertThat(Terminal.clean("a\u001B[2J\u0007\r\nb\u202Ec")).isEqualTo("a?[2J?\nb?c");
		assertThat(Terminal.oneLine("a\r\n\tb ")).isEqualTo("a b");
	}

	@Test
	void whatTakesLongIsShownAndGoneWhenItIsDone() {
		try (Progress progress = terminal(true, 20).progress("Asking the server for its nodes")) {
			await().until(() -> this.err.toString(StandardCharsets.UTF_8).contains("Asking"));
		}
		assertThat(this.err.toString(StandardCharsets.UTF_8)).startsWith("\rAsking the server f")
			.endsWith("\r\u001B[K");
	}

	@Test
	void whereThereIsNoTerminalThereIsNoProgress() throws Exception {
		try (Progress progress = terminal(false, 80).progress("Working")) {
			assertThat(progress).isSameAs(Progress.NONE);
		}
	}

}
