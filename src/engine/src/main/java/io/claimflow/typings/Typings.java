package io.claimflow.typings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/**
 * Writes the TypeScript declarations of what a workflow has: the events of each trigger,
 * {@code kinde}, the other globals, and {@code @kinde/infrastructure}. They have the
 * layout of an npm package.
 */
public final class Typings {

	private static final List<String> FILES = List.of("package.json", "tsconfig.json", "index.d.ts", "events.d.ts",
			"globals.d.ts", "infrastructure.d.ts");

	private Typings() {
	}

	/**
	 * Writes the declarations to the folder that the one argument names, over what an
	 * older version has left there.
	 */
	public static void main(String[] arguments) throws IOException {
		if (arguments.length != 1) {
			System.err.println("Name the folder to write the types to, such as workflows/types");
			System.exit(2);
		}
		Path folder = Path.of(arguments[0]);
		write(folder);
		System.out.println("The types of workflows are in " + folder.toAbsolutePath().normalize()
				+ "; let the tsconfig.json of the workflows extend the one there, and include the folder.");
	}

	/**
	 * Writes the declarations.
	 * @param folder where to; it is made if there is none
	 */
	public static void write(Path folder) throws IOException {
		Files.createDirectories(folder);
		for (String file : FILES) {
			try (InputStream in = Objects.requireNonNull(Typings.class.getResourceAsStream(file), file)) {
				Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

}
