package io.claimflow.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * The versions that an artifact was built with.
 *
 * @param format the version of the artifact's layout
 * @param runtime the version of what programs expect of the engine that runs them
 * @param engine the version of Claimflow
 * @param compiler the name and the version of the compiler
 */
public record Versions(int format, int runtime, String engine, String compiler) {

	private static final Versions CURRENT = read();

	/** The versions of what this process builds and runs. */
	public static Versions current() {
		return CURRENT;
	}

	/** The version of TypeScript that is used where SWC has no library. */
	public static String typescript() {
		return String.valueOf(properties().getProperty("typescript"));
	}

	/** The version of GraalJS with which the limits are tested. */
	public static String graaljs() {
		return String.valueOf(properties().getProperty("graaljs"));
	}

	/** The same versions with another compiler. */
	public Versions with(String compiler) {
		return new Versions(this.format, this.runtime, this.engine, compiler);
	}

	private static Versions read() {
		Properties properties = properties();
		return new Versions(1, 1, properties.getProperty("engine"), properties.getProperty("compiler"));
	}

	private static Properties properties() {
		Properties properties = new Properties();
		String resource = "versions.properties";
		try (InputStream in = Objects.requireNonNull(Versions.class.getResourceAsStream(resource), resource)) {
			properties.load(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return properties;
	}

}
