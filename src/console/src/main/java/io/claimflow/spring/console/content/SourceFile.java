package io.claimflow.spring.console.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A source as a page shows it.
 *
 * @param path its path
 * @param lines its lines
 * @param cut whether there are more
 */
public record SourceFile(String path, List<Line> lines, boolean cut) {

	private static final int LINES = 5000;

	public SourceFile {
		lines = List.copyOf(lines);
	}

	/**
	 * Makes a source of its text.
	 * @param failures how many runs failed at which line
	 */
	public static SourceFile of(String path, String text, Map<Integer, Integer> failures) {
		String[] all = text.split("\r\n|\r|\n", -1);
		int count = (all.length > 1 && all[all.length - 1].isEmpty()) ? all.length - 1 : all.length;
		List<Line> lines = new ArrayList<>();
		for (int i = 0; i < Math.min(count, LINES); i++) {
			lines.add(new Line(i + 1, all[i], failures.getOrDefault(i + 1, 0)));
		}
		return new SourceFile(path, lines, count > LINES);
	}

	/** How many runs failed at its lines. */
	public int failed() {
		return this.lines.stream().mapToInt(Line::failures).sum();
	}

	/**
	 * A line.
	 *
	 * @param number its number
	 * @param text what it says
	 * @param failures how many of the last failures were there
	 */
	public record Line(int number, String text, int failures) {

	}

}
