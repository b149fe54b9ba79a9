package io.claimflow.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.claimflow.Bundling;
import io.claimflow.Limits;
import io.claimflow.artifact.Program;
import io.claimflow.compile.ProjectCompiler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the engine's warm-up.
 */
class WarmUpTests {

	private static final List<Path> FOLDERS = List.of(Path.of("src/main/resources/io/claimflow/engine"),
			Path.of("target/classes/io/claimflow/engine"));

	@Test
	void warmUpGoesAllTheWayAndLeavesNothingLive() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.builder().deadline(Duration.ofMillis(1)).build())) {
			assertThat(engine.warmUp(2)).isTrue();
			assertThat(engine.deployment()).isEmpty();
		}
	}

	@Test
	void theCompiledWorkflowIsWhatTheCompilerMakesOfIt() throws IOException {
		Program compiled = new ProjectCompiler(Bundling.defaults(), Duration.ofSeconds(20), 2).compile(WarmUp.project())
			.programs()
			.get(0);
		if (Boolean.getBoolean("claimflow.write-built-ins")) {
			for (Path folder : FOLDERS) {
				Files.writeString(folder.resolve(WarmUp.COMPILED), compiled.entry().code());
			}
		}
		Program program = WarmUp.program();
		assertThat(program.entry().code()).isEqualTo(compiled.entry().code());
		assertThat(program.entry().findings()).isEqualTo(compiled.entry().findings());
		assertThat(program.builtIns()).isEqualTo(compiled.builtIns());
	}

}
