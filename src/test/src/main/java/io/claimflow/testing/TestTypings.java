package io.claimflow.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * Writes the TypeScript declarations of {@code @claimflow/test} for editors. They go
 * beside those of workflows.
 *
 * @see io.claimflow.typings.Typings
 */
public final class TestTypings {

	private TestTypings() {
	}

	/**
	 * Writes the declarations.
	 * @param folder the folder that has the types of workflows; the declarations go to
	 * {@code test/index.d.ts} in it, where its {@code tsconfig.json} looks for them
	 */
	public static void write(Path folder) throws IOException {
		Path test = Files.createDirectories(folder.resolve("test"));
		try (InputStream in = Objects.requireNonNull(TestTypings.class.getResourceAsStream("typings/index.d.ts"))) {
			Files.copy(in, test.resolve("index.d.ts"), StandardCopyOption.REPLACE_EXISTING);
		}
	}

}
