package io.claimflow.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.claimflow.project.Project;
import io.claimflow.sample.SampleJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The snapshots of a test file, in a file of JSON beside it. The test of a file is run by
 * one thread.
 */
final class Snapshots {

	private static final JsonMapper WRITER = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT)
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.build();

	private final Optional<Path> file;

	private final String text;

	private final SnapshotMode mode;

	private final Map<String, Integer> numbers = new HashMap<>();

	private final Set<String> seen = new HashSet<>();

	private @Nullable SortedMap<String, @Nullable Object> kept;

	private int written;

	private Snapshots(Optional<Path> file, String text, SnapshotMode mode) {
		this.file = file;
		this.text = text;
		this.mode = mode;
	}

	/** Those of a test file. Where no file can be written, none is. */
	static Snapshots of(Project project, String test, SnapshotMode mode) {
		Optional<Path> file = project.directory().map((folder) -> folder.resolve(name(test)));
		return new Snapshots(file, text(project, test), file.isPresent() ? mode : SnapshotMode.COMPARE);
	}

	/** The snapshots of a test file as the project has them. */
	static String text(Project project, String test) {
		return project.files().getOrDefault(name(test), "{}");
	}

	private static String name(String test) {
		return test + ".json";
	}

	/**
	 * Compares a value of JSON types.
	 * @param test the name of the test
	 * @return what the test is told
	 */
	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	Map<String, Object> compare(String test, String hint, @Nullable Object value) {
		String name = hint.isEmpty() ? test : test + ": " + hint;
		String numbered = name + " " + this.numbers.merge(name, 1, Integer::sum);
		this.seen.add(numbered);
		SortedMap<String, @Nullable Object> all = kept();
		Map<String, @Nullable Object> told = new LinkedHashMap<>();
		told.put("name", numbered);
		boolean missing = !all.containsKey(numbered);
		boolean same = !missing && Objects.equals(all.get(numbered), value);
		if (!same && (this.mode == SnapshotMode.UPDATE || (missing && this.mode == SnapshotMode.ADD))) {
			all.put(numbered, value);
			this.written++;
			same = true;
		}
		told.put("pass", same);
		told.put("missing", missing && !same);
		told.put("expected", all.get(numbered));
		return told;
	}

	private SortedMap<String, @Nullable Object> kept() {
		SortedMap<String, @Nullable Object> all = this.kept;
		if (all == null) {
			all = new TreeMap<>();
			all.putAll(SampleJson.readObject("The file of snapshots", this.text));
			this.kept = all;
		}
		return all;
	}

	/**
	 * Writes what is new.
	 * @param whole whether every test of the file has run, so that what no test has asked
	 * for is no longer wanted
	 * @return how many snapshots were written
	 */
	int write(boolean whole) {
		boolean removed = this.mode == SnapshotMode.UPDATE && whole && this.file.filter(Files::exists).isPresent()
				&& kept().keySet().retainAll(this.seen);
		if (this.written > 0 || removed) {
			this.file.ifPresent((path) -> write(path, kept()));
		}
		return this.written;
	}

	/** Whoever reads it meanwhile finds the old file or the new one. */
	private static void write(Path file, SortedMap<String, @Nullable Object> all) {
		try {
			if (all.isEmpty()) {
				Files.deleteIfExists(file);
				return;
			}
			Path whole = file.resolveSibling("." + file.getFileName() + ".tmp");
			Files.writeString(whole, WRITER.writeValueAsString(all).replace("\r\n", "\n") + "\n");
			Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The snapshots cannot be written to " + file, ex);
		}
	}

}
