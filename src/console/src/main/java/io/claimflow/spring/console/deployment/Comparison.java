package io.claimflow.spring.console.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import io.claimflow.Workflow;
import io.claimflow.spring.console.content.StoredContent;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two deployments: sources line by line, and settings of workflows.
 *
 * @param files the sources that differ
 * @param settings the settings that differ
 * @param more the number of files that differ and are not among them, as a page has an
 * end
 */
record Comparison(List<File> files, List<Setting> settings, int more) {

	/** How many lines stand around a difference. */
	private static final int CONTEXT = 3;

	/** To compare takes time with the square of the differences. */
	private static final int LINES = 3000;

	/** How many rows a page shows. */
	static final int ROWS = 1500;

	/** How many characters of a line are shown. */
	private static final int LINE = 400;

	static Comparison between(StoredContent before, StoredContent after) {
		List<File> files = new ArrayList<>();
		int rows = 0;
		int more = 0;
		for (String path : union(before.sources(), after.sources())) {
			String old = before.sources().get(path);
			String next = after.sources().get(path);
			if (Objects.equals(old, next)) {
				continue;
			}
			if (rows >= ROWS) {
				more++;
				continue;
			}
			File file = file(path, old, next, ROWS - rows);
			files.add(file);
			rows += file.rows().size();
		}
		return new Comparison(files, settings(before.workflows(), after.workflows()), more);
	}

	private static TreeSet<String> union(Map<String, ?> before, Map<String, ?> after) {
		TreeSet<String> all = new TreeSet<>(before.keySet());
		all.addAll(after.keySet());
		return all;
	}

	private static File file(String path, @Nullable String before, @Nullable String after, int most) {
		String kind = (before == null) ? "added" : (after == null) ? "removed" : "changed";
		List<String> old = lines(before);
		List<String> next = lines(after);
		if (old.size() > LINES || next.size() > LINES) {
			return new File(path, kind, List.of(), true);
		}
		List<Row> rows = rows(old, next);
		return (rows.size() <= most) ? new File(path, kind, rows, false)
				: new File(path, kind, rows.subList(0, most), true);
	}

	private static List<String> lines(@Nullable String text) {
		return (text == null || text.isEmpty()) ? List.of() : List.of(text.split("\r\n|\r|\n", -1));
	}

	private static List<Row> rows(List<String> before, List<String> after) {
		List<Row> rows = new ArrayList<>();
		int old = 0;
		int next = 0;
		for (Range range : ranges(before, after)) {
			int same = range.oldStart() - old;
			int tail = (old == 0) ? 0 : Math.min(CONTEXT, same);
			int head = Math.min(CONTEXT, same - tail);
			same(rows, before, old, next, tail);
			if (same > tail + head) {
				rows.add(Row.GAP);
			}
			same(rows, before, old + same - head, next + same - head, head);
			old = range.oldStart();
			next = range.newStart();
			while (old < range.oldEnd() || next < range.newEnd()) {
				boolean was = old < range.oldEnd();
				boolean is = next < range.newEnd();
				rows.add(new Row((was && is) ? "changed" : was ? "removed" : "added", was ? old + 1 : 0,
						was ? cut(before.get(old)) : "", is ? next + 1 : 0, is ? cut(after.get(next)) : ""));
				old += was ? 1 : 0;
				next += is ? 1 : 0;
			}
		}
		int tail = Math.min(CONTEXT, before.size() - old);
		same(rows, before, old, next, tail);
		if (before.size() - old > tail) {
			rows.add(Row.GAP);
		}
		return rows;
	}

	/** The lines that differ. What comes and what goes at one place is one range. */
	private static List<Range> ranges(List<String> before, List<String> after) {
		List<Range> ranges = new ArrayList<>();
		for (AbstractDelta<String> delta : DiffUtils.diff(before, after, new MyersDiffWithLinearSpace<>())
			.getDeltas()) {
			Chunk<String> old = delta.getSource();
			Chunk<String> next = delta.getTarget();
			Range range = new Range(old.getPosition(), old.getPosition() + old.size(), next.getPosition(),
					next.getPosition() + next.size());
			Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
			if (last != null && last.oldEnd() == range.oldStart() && last.newEnd() == range.newStart()) {
				ranges.set(ranges.size() - 1,
						new Range(last.oldStart(), range.oldEnd(), last.newStart(), range.newEnd()));
			}
			else {
				ranges.add(range);
			}
		}
		return ranges;
	}

	private static void same(List<Row> rows, List<String> lines, int old, int next, int count) {
		for (int i = 0; i < count; i++) {
			String line = cut(lines.get(old + i));
			rows.add(new Row("same", old + i + 1, line, next + i + 1, line));
		}
	}

	private static String cut(String line) {
		return (line.length() > LINE) ? line.substring(0, LINE) + "…" : line;
	}

	private static List<Setting> settings(List<Workflow> before, List<Workflow> after) {
		Map<String, Workflow> old = byId(before);
		Map<String, Workflow> next = byId(after);
		List<Setting> settings = new ArrayList<>();
		for (String id : union(old, next)) {
			Map<String, String> was = values(old.get(id));
			Map<String, String> is = values(next.get(id));
			for (String name : union(was, is)) {
				String from = was.getOrDefault(name, "");
				String to = is.getOrDefault(name, "");
				if (!from.equals(to)) {
					settings.add(new Setting(id, name, from, to));
				}
			}
		}
		return settings;
	}

	private static Map<String, Workflow> byId(List<Workflow> workflows) {
		return workflows.stream().collect(Collectors.toMap(Workflow::id, (workflow) -> workflow, (one, other) -> one));
	}

	private static Map<String, String> values(@Nullable Workflow workflow) {
		if (workflow == null) {
			return Map.of();
		}
		Map<String, String> values = new TreeMap<>();
		values.put("trigger", workflow.trigger().id());
		values.put("name", workflow.name());
		values.put("failurePolicy", workflow.failurePolicy().name().toLowerCase(Locale.ROOT));
		values.put("file", workflow.file());
		workflow.bindings()
			.forEach((name, options) -> values.put("bindings." + name,
					options.isEmpty() ? "{}" : new TreeMap<>(options).toString()));
		return values;
	}

	/** Whether nothing differs. */
	boolean isEmpty() {
		return this.files.isEmpty() && this.settings.isEmpty();
	}

	/**
	 * A source that differs.
	 *
	 * @param path its path
	 * @param kind {@code added}, {@code removed} or {@code changed}
	 * @param rows its lines, side by side
	 * @param cut whether there are more lines than that
	 */
	record File(String path, String kind, List<Row> rows, boolean cut) {

	}

	/**
	 * Two lines beside each other.
	 *
	 * @param kind {@code same}, {@code added}, {@code removed}, {@code changed}, or
	 * {@code gap} for lines that are left out
	 * @param oldNumber the number of the line before, or 0 if there is none
	 * @param oldText the line before
	 * @param newNumber the number of the line after, or 0 if there is none
	 * @param newText the line after
	 */
	record Row(String kind, int oldNumber, String oldText, int newNumber, String newText) {

		static final Row GAP = new Row("gap", 0, "", 0, "");

	}

	/**
	 * A setting that differs.
	 *
	 * @param workflow the identifier of the workflow
	 * @param name the name of the setting
	 * @param before its value before; empty if there was none
	 * @param after its value after; empty if there is none
	 */
	record Setting(String workflow, String name, String before, String after) {

	}

	/** Lines before and after, each to the one that is not among them. */
	private record Range(int oldStart, int oldEnd, int newStart, int newEnd) {

	}

}
