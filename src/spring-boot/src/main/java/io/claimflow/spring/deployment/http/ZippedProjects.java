package io.claimflow.spring.deployment.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.project.Project;
import io.claimflow.project.SourceNames;
import io.claimflow.spring.http.RefusedCallException;
import org.jspecify.annotations.Nullable;

/**
 * A reader of zipped projects without packages. Nothing is written to disk, so a name or
 * a link leads nowhere.
 */
final class ZippedProjects {

	private static final String KINDE_JSON = "kinde.json";

	private static final String PACKAGES = "node_modules";

	private static final int MEGABYTE = 1 << 20;

	private final ArtifactLimits limits;

	ZippedProjects(ArtifactLimits limits) {
		this.limits = limits;
	}

	/**
	 * Reads a project.
	 * @throws RefusedCallException if the zip file cannot be one
	 * @throws IOException if it ends early
	 */
	Project read(byte[] zip) throws IOException {
		Map<String, String> files = new TreeMap<>();
		Set<String> names = new HashSet<>();
		long left = Math.min(this.limits.unpackedBytes(), Math.max(MEGABYTE, (long) zip.length * this.limits.ratio()));
		try (ZipInputStream stream = new ZipInputStream(new ByteArrayInputStream(zip))) {
			for (ZipEntry entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
				String name = entry.getName();
				check(name, names);
				ByteArrayOutputStream content = isSource(name) ? new ByteArrayOutputStream() : null;
				left -= transfer(stream, content, left);
				if (content != null) {
					files.put(name, text(name, content.toByteArray()));
				}
			}
		}
		catch (IllegalArgumentException ex) {
			throw refused("The zip file has a name that is no UTF-8");
		}
		if (names.isEmpty()) {
			throw refused("The body is no zip file, or an empty one");
		}
		return Project.of("the upload", withoutTopFolder(files));
	}

	private void check(String name, Set<String> names) {
		String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
		List<String> segments = List.of(path.split("/", -1));
		if (SourceNames.isOdd(path) || path.indexOf('\\') >= 0 || segments.contains("..") || segments.contains(".")
				|| segments.contains("")) {
			throw refused("The zip file has an entry whose name is no path below its root: " + quoted(name));
		}
		if (!names.add(path)) {
			throw refused("The zip file has an entry twice: " + quoted(name));
		}
		if (names.size() > this.limits.entries()) {
			throw refused("The zip file has more than %d entries".formatted(this.limits.entries()));
		}
	}

	private static boolean isSource(String name) {
		return SourceNames.fault(name).isEmpty() && !List.of(name.split("/")).contains(PACKAGES);
	}

	private long transfer(ZipInputStream entry, @Nullable ByteArrayOutputStream content, long left) throws IOException {
		byte[] buffer = new byte[8192];
		long unpacked = 0;
		for (int count = entry.read(buffer); count >= 0; count = entry.read(buffer)) {
			unpacked += count;
			if (unpacked > left) {
				throw refused("The zip file holds more than %d bytes, or more than %d times its own size"
					.formatted(this.limits.unpackedBytes(), this.limits.ratio()));
			}
			if (content != null) {
				content.write(buffer, 0, count);
			}
		}
		return unpacked;
	}

	private static String text(String name, byte[] content) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
			if (text.indexOf('\0') < 0) {
				return text.startsWith("\uFEFF") ? text.substring(1) : text;
			}
		}
		catch (CharacterCodingException ex) {
			// As for a file with a NUL byte
		}
		throw refused("The zip file has a source file that is not text in UTF-8: " + quoted(name));
	}

	/** Archives of git hosts have all files in one folder. */
	private static Map<String, String> withoutTopFolder(Map<String, String> files) {
		if (files.containsKey(KINDE_JSON)) {
			return files;
		}
		List<String> roots = files.keySet()
			.stream()
			.filter((file) -> file.endsWith("/" + KINDE_JSON) && file.indexOf('/') == file.lastIndexOf('/'))
			.map((file) -> file.substring(0, file.indexOf('/') + 1))
			.toList();
		if (roots.size() != 1) {
			throw refused(
					"The zip file has no kinde.json at its root: zip the folder of the project, or send an artifact");
		}
		String root = roots.get(0);
		Map<String, String> below = new TreeMap<>();
		files.forEach((file, text) -> {
			if (file.startsWith(root)) {
				below.put(file.substring(root.length()), text);
			}
		});
		return below;
	}

	private static String quoted(String name) {
		String text = SourceNames.shown(name);
		return "\"" + ((text.length() <= 100) ? text : text.substring(0, 100) + "…") + "\"";
	}

	private static RefusedCallException refused(String problem) {
		return new RefusedCallException(422, "Refused", problem);
	}

}
