package io.claimflow.spring.autoconfigure;

import io.claimflow.CompilerUnavailableException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why the compiler does not run on this platform, and what to do.
 */
final class CompilerFailureAnalyzer extends AbstractFailureAnalyzer<CompilerUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, CompilerUnavailableException cause) {
		return new FailureAnalysis(cause.found(), cause.action(), cause);
	}

}
