package io.claimflow.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.claimflow.artifact.CompiledModule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the built-in modules, whose compiled form is a resource. After a change of
 * one, run this with {@code -Dclaimflow.write-built-ins=true}, which writes that form.
 */
class BuiltInModulesTests {

	private static final List<Path> FOLDERS = List.of(Path.of("src/main/resources/io/claimflow/compile"),
			Path.of("target/classes/io/claimflow/compile"));

	private static final Swc SWC = new Swc();

	static Iterable<String> names() {
		return BuiltInModules.names();
	}

	@ParameterizedTest
	@MethodSource("names")
	void theCompiledFormOfABuiltInModuleIsWhatTheCompilerMakesOfIt(String name) throws Exception {
		CompiledModule compiled = new SourceModule(SWC, BuiltInModules.source(name))
			.compile((specifier) -> BuiltInModules.contains(specifier) ? specifier : NodeModules.bare(specifier));
		write(name, compiled);
		CompiledModule module = BuiltInModules.module(name).orElseThrow();
		assertThat(module.code()).isEqualTo(compiled.code());
		assertThat(module.findings().inert()).isEqualTo(compiled.findings().inert());
	}

	private static void write(String name, CompiledModule compiled) throws IOException {
		if (Boolean.getBoolean("claimflow.write-built-ins")) {
			for (Path folder : FOLDERS) {
				Files.writeString(folder.resolve(BuiltInModules.compiledResource(name)), compiled.code());
			}
		}
	}

}
