package io.claimflow.engine.realm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * JavaScript libraries from the classpath, as CommonJS modules that are parsed once. An
 * identifier is {@code package/path/of/file.js}.
 */
final class Libraries {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Map<String, String> ROOTS = new ConcurrentHashMap<>();

	private static final Map<String, Source> SOURCES = new ConcurrentHashMap<>();

	private static final Map<String, String> ENTRIES = new ConcurrentHashMap<>();

	/** What the files of the libraries require, so there are few. */
	private static final Map<List<String>, String> RESOLVED = new ConcurrentHashMap<>();

	private static final String NOTHING = "claimflow/nothing.js";

	private Libraries() {
	}

	/**
	 * A module as a function expression of {@code module}, {@code exports} and
	 * {@code require}.
	 * @param id a package's name or an identifier
	 */
	static Source module(String id) {
		return SOURCES.computeIfAbsent(id.contains("/") ? id : entry(id), Libraries::read);
	}

	/**
	 * Resolves what a module requires.
	 * @param id the requiring module
	 * @param specifier what it requires
	 * @return the identifier of the required module
	 */
	static String resolve(String id, String specifier) {
		return RESOLVED.computeIfAbsent(List.of(id, specifier), (key) -> find(id, specifier));
	}

	private static String find(String id, String specifier) {
		if (!specifier.startsWith(".")) {
			String name = specifier.endsWith("/") ? specifier.substring(0, specifier.length() - 1) : specifier;
			return name.contains("/") ? name : entry(name);
		}
		String from = id.contains("/") ? id : entry(id);
		String path = URI.create("/" + from).resolve(specifier).getPath().substring(1);
		String file = path.matches(".*\\.(js|json)$") ? path : path + ".js";
		return leftOut(file) ? NOTHING : file;
	}

	/** A package says which of its files make sense in Node.js alone. */
	private static boolean leftOut(String file) {
		int slash = file.indexOf('/');
		String description = text(root(file.substring(0, slash)) + "package.json");
		return description != null
				&& JSON.readTree(description).path("browser").path("." + file.substring(slash)).isBoolean();
	}

	private static String entry(String name) {
		return ENTRIES.computeIfAbsent(name, Libraries::findEntry);
	}

	private static String findEntry(String name) {
		String description = text(root(name) + "package.json");
		String main = (description != null) ? JSON.readTree(description).path("main").asString("index.js") : "index.js";
		return find(name + "/package.json", main.startsWith("./") ? main : "./" + main);
	}

	private static Source read(String id) {
		if (id.equals(NOTHING)) {
			return Scripts.own(id, "(function () {})");
		}
		int slash = id.indexOf('/');
		String code = text(root(id.substring(0, slash)) + id.substring(slash + 1));
		if (code == null) {
			throw new IllegalStateException("The library file '" + id + "' is not on the classpath");
		}
		String body = id.endsWith(".json") ? "module.exports = " + code + ";" : code;
		return Scripts.own(id, "((global) => (function (module, exports, require) {" + body + "\n}))(globalThis)");
	}

	private static String root(String name) {
		return ROOTS.computeIfAbsent(name, (library) -> {
			Properties properties = new Properties();
			String text = text("META-INF/maven/org.webjars.npm/" + library + "/pom.properties");
			if (text == null) {
				throw new IllegalStateException("The library '" + library + "' is not on the classpath");
			}
			try {
				properties.load(new java.io.StringReader(text));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			return "META-INF/resources/webjars/" + library + "/" + properties.getProperty("version") + "/";
		});
	}

	private static @Nullable String text(String resource) {
		try (InputStream in = Libraries.class.getClassLoader().getResourceAsStream(resource)) {
			return (in != null) ? new String(in.readAllBytes(), StandardCharsets.UTF_8) : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
