package io.claimflow.autoconfigure;

import java.util.Locale;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Masks {@code claimflow.secrets.*} in actuator endpoints, whatever else they may show
 * and however the name is spelled.
 */
final class SecretSanitizer implements SanitizingFunction {

	@Override
	public SanitizableData apply(SanitizableData data) {
		String key = data.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
		return key.startsWith("claimflowsecrets") ? data.withSanitizedValue() : data;
	}

}
