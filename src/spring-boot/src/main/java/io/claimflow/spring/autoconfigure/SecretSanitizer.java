package io.claimflow.spring.autoconfigure;

import java.util.List;
import java.util.Locale;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Masks {@code claimflow.secrets.*} and keys in actuator endpoints, whatever else they
 * may show and however the name is spelled.
 */
final class SecretSanitizer implements SanitizingFunction {

	private static final List<String> SECRET = List.of("claimflowsecrets", "claimflowencryptionkeys",
			"claimflowsecurefetchkeys");

	@Override
	public SanitizableData apply(SanitizableData data) {
		String key = data.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
		return SECRET.stream().anyMatch(key::startsWith) ? data.withSanitizedValue() : data;
	}

}
