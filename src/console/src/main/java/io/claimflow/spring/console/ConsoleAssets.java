package io.claimflow.spring.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.claimflow.spring.console.page.ConsoleSection;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The scripts and styles of the pages. Their paths have a digest of their content, so a
 * browser can keep them: what changes has another path.
 */
final class ConsoleAssets {

	/** The path below which they are. */
	static final String ROOT = ConsoleSection.ROOT + "/assets";

	private static final MediaType SCRIPT = MediaType.valueOf("text/javascript;charset=UTF-8");

	private static final List<Asset> FILES = List.of(
			new Asset("console.css", MediaType.valueOf("text/css;charset=UTF-8")), new Asset("console.js", SCRIPT),
			new Asset("highlight.js", SCRIPT), new Asset("highlight-typescript.js", SCRIPT),
			new Asset("json-field.js", SCRIPT), new Asset("icon.svg", MediaType.valueOf("image/svg+xml")));

	private static final int DIGEST = 16;

	private final Map<String, String> paths = new HashMap<>();

	private final Map<String, ServerResponse> responses = new HashMap<>();

	ConsoleAssets() {
		for (Asset asset : FILES) {
			byte[] content = content(asset.name());
			String file = digest(content) + "-" + asset.name();
			this.paths.put(asset.name(), ROOT + "/" + file);
			this.responses.put(file,
					ServerResponse.ok()
						.header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
						.contentType(asset.type())
						.body(content));
		}
	}

	/** The paths by the names of the files. */
	Map<String, String> paths() {
		return this.paths;
	}

	/** Answers a request for the file that it names. */
	ServerResponse find(ServerRequest request) {
		ServerResponse response = this.responses.get(request.pathVariable("file"));
		return (response != null) ? response : ServerResponse.notFound().build();
	}

	private static byte[] content(String name) {
		try {
			return new ClassPathResource("assets/" + name, ConsoleAssets.class).getContentAsByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String digest(byte[] content) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)).substring(0, DIGEST);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Java has no SHA-256", ex);
		}
	}

	/**
	 * A file.
	 *
	 * @param name its name
	 * @param type what it is
	 */
	private record Asset(String name, MediaType type) {

	}

}
