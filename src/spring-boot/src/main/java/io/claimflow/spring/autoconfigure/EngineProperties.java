package io.claimflow.spring.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The engine, and what its workflows read.
 *
 * @param enabled Whether workflows run.
 * @param esbuild Path of the esbuild executable that bundles packages, instead of the
 * project's own.
 * @param env Variables that workflows read with kinde.env.
 * @param secrets Variables that workflows read with kinde.env and that are masked in logs
 * and errors.
 */
@ConfigurationProperties("claimflow")
record EngineProperties(@DefaultValue("true") boolean enabled, @Nullable String esbuild,
		@DefaultValue Map<String, String> env, @DefaultValue Map<String, String> secrets) {

	/** The path of esbuild, which is checked. */
	Optional<Path> toEsbuild() {
		return Optional.ofNullable(this.esbuild).filter((path) -> !path.isBlank()).map(EngineProperties::path);
	}

	private static Path path(String path) {
		try {
			return Path.of(path);
		}
		catch (InvalidPathException ex) {
			throw new InvalidConfigurationPropertyValueException("claimflow.esbuild", path,
					"It must be the path of a file.");
		}
	}

}
