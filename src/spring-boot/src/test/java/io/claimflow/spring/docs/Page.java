package io.claimflow.spring.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the user documentation.
 *
 * @param path its file
 * @param text its text
 */
record Page(Path path, String text) {

	private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

	private static final Pattern SAMPLE = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

	static List<Page> all() {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			Stream<Path> pages = docs.filter((path) -> path.toString().endsWith(".md")).sorted();
			return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages).map(Page::of).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Page of(Path path) {
		try {
			return new Page(path, Files.readString(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Page named(String name) {
		return of(ROOT.resolve(name));
	}

	/** The code samples of a language, in order. */
	List<Sample> samples(String language) {
		List<Sample> samples = new ArrayList<>();
		Matcher matcher = SAMPLE.matcher(this.text);
		while (matcher.find()) {
			if (matcher.group(1).equals(language)) {
				int line = (int) this.text.substring(0, matcher.start()).lines().count() + 1;
				samples.add(new Sample(this.path.getFileName() + ":" + line, matcher.group(2)));
			}
		}
		return samples;
	}

	/** The links that lead to another page, or to a heading. */
	List<String> links() {
		return LINK.matcher(this.text)
			.results()
			.map((result) -> result.group(1))
			.filter((link) -> !link.startsWith("http"))
			.toList();
	}

	/** The anchors of the headings. */
	List<String> anchors() {
		return this.text.lines()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceFirst("^#+ ", "")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^a-z0-9 -]", "")
				.replace(' ', '-'))
			.toList();
	}

	/**
	 * A code sample.
	 *
	 * @param place where it stands
	 * @param code the code
	 */
	record Sample(String place, String code) {

		@Override
		public String toString() {
			return this.place;
		}

	}

}
