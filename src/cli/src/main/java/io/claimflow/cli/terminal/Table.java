package io.claimflow.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * A table of texts. Where it is wider than the terminal, each row becomes a paragraph.
 */
public final class Table {

	private static final String GAP = "  ";

	private final List<String> headings;

	private final List<List<Cell>> rows = new ArrayList<>();

	public Table(String... headings) {
		this.headings = List.of(headings);
	}

	/** Adds a row of plain texts. */
	public Table row(String... texts) {
		return row(List.of(texts).stream().map(Cell::of).toArray(Cell[]::new));
	}

	/** Adds a row. */
	public Table row(Cell... cells) {
		if (cells.length != this.headings.size()) {
			throw new IllegalArgumentException("A row has as many cells as there are headings");
		}
		this.rows.add(List.of(cells));
		return this;
	}

	/** Writes the table. */
	public void print(Terminal terminal) {
		int[] widths = IntStream.range(0, this.headings.size()).map(this::width).toArray();
		if (IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) <= terminal.columns()) {
			printRows(terminal, widths);
		}
		else {
			printParagraphs(terminal);
		}
	}

	private int width(int column) {
		return Math.max(this.headings.get(column).length(),
				this.rows.stream().mapToInt((row) -> row.get(column).text().length()).max().orElse(0));
	}

	private void printRows(Terminal terminal, int[] widths) {
		List<Cell> headings = this.headings.stream().map((text) -> new Cell(text, Style.FAINT)).toList();
		printRow(terminal, headings, widths);
		this.rows.forEach((row) -> printRow(terminal, row, widths));
	}

	private static void printRow(Terminal terminal, List<Cell> row, int[] widths) {
		StringBuilder line = new StringBuilder();
		int blanks = 0;
		for (int i = 0; i < row.size(); i++) {
			Cell cell = row.get(i);
			if (!cell.text().isEmpty()) {
				line.append(" ".repeat(blanks)).append(cell.shown(terminal));
				blanks = 0;
			}
			blanks += widths[i] - cell.text().length() + GAP.length();
		}
		terminal.line(line.toString());
	}

	private void printParagraphs(Terminal terminal) {
		for (List<Cell> row : this.rows) {
			terminal.line(row.get(0).shown(terminal));
			for (int i = 1; i < row.size(); i++) {
				if (!row.get(i).text().isEmpty()) {
					terminal.line(GAP + terminal.style(Style.FAINT, this.headings.get(i) + ":") + " "
							+ row.get(i).shown(terminal));
				}
			}
		}
	}

	/**
	 * A cell.
	 *
	 * @param text the text, on one line
	 * @param style how it is shown, or null for plain text
	 */
	public record Cell(String text, @Nullable Style style) {

		public Cell {
			text = Terminal.oneLine(text);
		}

		/** A cell of plain text. */
		public static Cell of(String text) {
			return new Cell(text, null);
		}

		private String shown(Terminal terminal) {
			return (this.style != null) ? terminal.style(this.style, this.text) : this.text;
		}

	}

}
