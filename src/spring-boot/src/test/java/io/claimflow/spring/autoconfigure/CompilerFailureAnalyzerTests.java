package io.claimflow.spring.autoconfigure;

import io.claimflow.CompilerUnavailableException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a start on a platform without the compiler.
 */
class CompilerFailureAnalyzerTests {

	@Test
	void theStartSaysWhatWasFoundAndWhatToDo() {
		Exception failure = new IllegalStateException("start",
				new CompilerUnavailableException("The C library is too old", "Use another image.", null));
		FailureAnalysis analysis = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, cause) -> {
				// Others need more of a context
			}))
			.stream()
			.filter(CompilerFailureAnalyzer.class::isInstance)
			.map((analyzer) -> analyzer.analyze(failure))
			.findFirst()
			.orElseThrow();
		assertThat(analysis.getDescription()).isEqualTo("The C library is too old");
		assertThat(analysis.getAction()).isEqualTo("Use another image.");
	}

}
