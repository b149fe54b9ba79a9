package io.claimflow.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A writer of artifacts as zip files. The same artifact gives the same bytes, with the
 * same version of Java.
 */
public final class ArtifactWriter {

	static final String DESCRIPTION = "artifact.json";

	static final String SOURCES = "sources/";

	static final String MODULES = "modules/";

	static final String CODE = ".js";

	/** The first that a zip file can say. */
	private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

	private ArtifactWriter() {
	}

	/**
	 * Writes an artifact.
	 * @param artifact the artifact
	 * @param out where to; it stays open
	 */
	public static void write(Artifact artifact, OutputStream out) throws IOException {
		ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
		add(zip, DESCRIPTION, ArtifactJson.MAPPER.writeValueAsBytes(ArtifactJson.of(artifact)));
		for (Map.Entry<String, String> source : artifact.sources().entrySet()) {
			add(zip, SOURCES + source.getKey(), source.getValue().getBytes(StandardCharsets.UTF_8));
		}
		int number = 0;
		for (CompiledModule module : ArtifactJson.modules(artifact)) {
			add(zip, MODULES + number++ + CODE, module.code().getBytes(StandardCharsets.UTF_8));
		}
		zip.finish();
	}

	/** The bytes of an artifact. */
	public static byte[] bytes(Artifact artifact) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			write(artifact, bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
		ZipEntry entry = new ZipEntry(name);
		entry.setTimeLocal(TIME);
		zip.putNextEntry(entry);
		zip.write(content);
		zip.closeEntry();
	}

}
