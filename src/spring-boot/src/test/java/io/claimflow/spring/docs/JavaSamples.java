package io.claimflow.spring.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.claimflow.spring.docs.Page.Sample;

/**
 * The samples in Java of all pages, which are compiled once for all tests of a process:
 * the compiler takes longer to start than to compile. No two have the same name.
 */
final class JavaSamples {

	private static final Pattern NAME = Pattern.compile("^class (\\w+)", Pattern.MULTILINE);

	private static final ClassLoader CLASSES = compile();

	private JavaSamples() {
	}

	static Stream<Sample> all() {
		return Page.all().stream().flatMap((page) -> page.samples("java").stream());
	}

	/** The class of a sample. */
	static Class<?> load(Sample sample) throws ClassNotFoundException {
		return load(name(sample));
	}

	/** The class of that name, which is not initialized yet. */
	static Class<?> load(String name) throws ClassNotFoundException {
		return Class.forName(name, false, CLASSES);
	}

	private static String name(Sample sample) {
		Matcher name = NAME.matcher(sample.code());
		if (!name.find()) {
			throw new IllegalStateException("No class in " + sample);
		}
		return name.group(1);
	}

	private static ClassLoader compile() {
		try {
			Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "samples")), "s");
			List<String> arguments = new ArrayList<>(List.of("-proc:none", "-parameters", "-d", folder.toString(),
					"-cp", System.getProperty("java.class.path")));
			for (Sample sample : all().toList()) {
				Path file = Files.createFile(folder.resolve(name(sample) + ".java"));
				arguments.add(Files.writeString(file, sample.code()).toString());
			}
			ByteArrayOutputStream errors = new ByteArrayOutputStream();
			if (ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments.toArray(String[]::new)) != 0) {
				throw new IllegalStateException(errors.toString(StandardCharsets.UTF_8));
			}
			return new URLClassLoader(new URL[] { folder.toUri().toURL() }, JavaSamples.class.getClassLoader());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
