package io.claimflow.spring.autoconfigure;

import io.claimflow.encryption.EncryptionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which key stops the start, and shows none.
 */
final class EncryptionFailureAnalyzer extends AbstractFailureAnalyzer<EncryptionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EncryptionException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Correct the configuration. A key is Base64 of 32 random bytes, as 'openssl rand -base64 32' makes them.",
				cause);
	}

}
