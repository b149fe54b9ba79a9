package io.claimflow.engine;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A workflow that means harm. Its first line says what it attacks, its second how a run
 * of it may end: a kind of failure, {@code COMPLETED}, {@code DENIED}, or {@code REFUSED}
 * if it must not become live. A script that gets somewhere throws an error that begins
 * with "breach", or sets a claim of that name.
 *
 * @param name its group and its name
 * @param source the whole file
 * @param ends how it may end
 */
record HostileScript(String name, String source, Set<String> ends) {

	static final String REFUSED = "REFUSED";

	private static final Pattern HEADER = Pattern.compile("// \\S.*\\R// ends: ([A-Z_]+(?:, [A-Z_]+)*)\\R");

	/** Every script, in the order of their names. */
	static List<HostileScript> all() {
		try (Stream<Path> files = Files.walk(root())) {
			return files.filter(Files::isRegularFile).sorted().map(HostileScript::read).toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Path root() {
		try {
			return Path.of(Objects.requireNonNull(HostileScript.class.getResource("/hostile")).toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HostileScript read(Path file) {
		String name = root().relativize(file).toString().replace('\\', '/').replaceFirst("\\.ts$", "");
		try {
			String source = Files.readString(file);
			Matcher header = HEADER.matcher(source);
			if (!header.lookingAt()) {
				throw new IllegalStateException(
						name + " does not begin with a line that says what it attacks and a line // ends: …");
			}
			return new HostileScript(name, source, new TreeSet<>(List.of(header.group(1).split(", "))));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String group() {
		return this.name.substring(0, this.name.indexOf('/'));
	}

	/** What one run leaves shows in the next one. */
	int runs() {
		return group().equals("across") ? 2 : 1;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
