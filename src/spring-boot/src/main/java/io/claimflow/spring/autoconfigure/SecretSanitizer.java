package io.claimflow.spring.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * Masks {@code claimflow.secrets.*} and keys in actuator endpoints, whatever else they
 * may show and however the name is spelled. The same value can be there under other
 * names: the property that a placeholder takes it from, and the command line of the
 * process.
 */
final class SecretSanitizer implements SanitizingFunction {

	private static final List<String> SECRET = List.of("claimflow.secrets", "claimflow.encryption.keys",
			"claimflow.secure-fetch.keys");

	/** Properties of other modules, which are no maps. */
	private static final List<String> SINGLE = List.of("claimflow.git.password", "claimflow.git.private-key",
			"claimflow.git.webhook.secret");

	/** Their letters alone. */
	private static final List<String> LETTERS = Stream.concat(SECRET.stream(), SINGLE.stream())
		.map(SecretSanitizer::letters)
		.toList();

	/** A shorter one is part of too many values that are no secrets. */
	private static final int PART_LENGTH = 6;

	private final Supplier<Set<String>> secrets;

	/**
	 * Creates a sanitizer.
	 * @param environment has the properties, which are bound later
	 */
	SecretSanitizer(Environment environment) {
		this.secrets = SingletonSupplier.of(() -> secrets(Binder.get(environment)));
	}

	private static Set<String> secrets(Binder binder) {
		return Stream.concat(SECRET.stream()
			.flatMap((name) -> binder.bindOrCreate(name, Bindable.mapOf(String.class, String.class)).values().stream()),
				SINGLE.stream().map((name) -> binder.bind(name, String.class).orElse("")))
			.filter((value) -> !value.isBlank())
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		String value = String.valueOf(data.getValue());
		return (LETTERS.stream().anyMatch(letters(data.getKey())::startsWith) || namesSecret(value) || hasSecret(value))
				? data.withSanitizedValue() : data;
	}

	private static String letters(String text) {
		return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
	}

	/** A command line, or JSON with properties. */
	private static boolean namesSecret(String value) {
		return (value.contains("=") || value.contains(":")) && LETTERS.stream().anyMatch(letters(value)::contains);
	}

	private boolean hasSecret(String value) {
		return this.secrets.get()
			.stream()
			.anyMatch((secret) -> value.equals(secret) || (secret.length() >= PART_LENGTH && value.contains(secret)));
	}

}
