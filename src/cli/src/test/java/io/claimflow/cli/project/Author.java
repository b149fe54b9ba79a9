package io.claimflow.cli.project;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/** Writes projects. */
public final class Author {

	private static final String WORKFLOWS = "kindeSrc/environment/workflows/";

	private Author() {
	}

	/**
	 * A project of one workflow for the tokens of machines, and what its function does.
	 */
	public static Path project(Path folder, String body) throws IOException {
		write(folder, "kinde.json", "{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }");
		return workflow(folder, "m2m", "m2m:token_generation", body);
	}

	/** Adds a workflow to a project. */
	public static Path workflow(Path folder, String id, String trigger, String body) throws IOException {
		return write(folder, WORKFLOWS + id + "Workflow.ts", """
				import { m2mTokenClaims, getEnvironmentVariable } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "%s", trigger: "%s", bindings: { "kinde.m2mToken": {}, "kinde.env": {} },
				};
				export default async function (event: any) {
				  %s
				}
				""".formatted(id, trigger, body));
	}

	public static Path write(Path folder, String file, String text) throws IOException {
		Path path = folder.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
		return folder;
	}

	/**
	 * Installs the compiler of TypeScript in a project, as npm does. It needs Node.js.
	 */
	static void installTypeScript(Path folder) throws Exception {
		try {
			Assumptions.assumeTrue(new ProcessBuilder("node", "--version").start().waitFor() == 0);
		}
		catch (IOException ex) {
			Assumptions.abort("Types are not checked: there is no node on the path");
		}
		URI jar = Objects
			.requireNonNull(Author.class.getResource("/META-INF/maven/org.webjars.npm/typescript/pom.properties"))
			.toURI();
		Path lib = Files.createDirectories(folder.resolve("node_modules/typescript/lib"));
		try (FileSystem files = FileSystems.newFileSystem(jar, Map.of());
				Stream<Path> versions = Files.list(files.getPath("META-INF/resources/webjars/typescript"))) {
			try (Stream<Path> needed = Files.list(versions.findFirst().orElseThrow().resolve("lib"))) {
				for (Path file : needed
					.filter((path) -> path.getFileName().toString().matches("_?tsc\\.js|lib\\..*\\.d\\.ts"))
					.toList()) {
					Files.copy(file, lib.resolve(file.getFileName().toString()));
				}
			}
		}
	}

}
