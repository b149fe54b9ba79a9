package io.claimflow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the npm packages that workflows import are bundled.
 *
 * @param esbuild the executable of esbuild to use instead of the project's own
 * @param time the time that esbuild may take for one workflow
 * @param bytes the size of the packages that one workflow imports, bundled
 */
public record Bundling(Optional<Path> esbuild, Duration time, int bytes) {

	private static final Bundling DEFAULTS = new Bundling(Optional.empty(), Duration.ofSeconds(20), 1024 * 1024);

	public Bundling {
		if (time.isNegative() || time.isZero() || bytes <= 0) {
			throw new IllegalArgumentException("The limits of bundling must be greater than zero");
		}
	}

	/** Bundling where nothing else is said. */
	public static Bundling defaults() {
		return DEFAULTS;
	}

}
