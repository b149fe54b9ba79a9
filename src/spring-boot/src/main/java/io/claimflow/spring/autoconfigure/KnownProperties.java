package io.claimflow.spring.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.claimflow.settings.Suggestion;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The properties that the metadata of the class path describes, to find those that nobody
 * reads since their name is misspelt.
 */
final class KnownProperties {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("claimflow");

	/** By name, whether it is a map, whose keys are the application's. */
	private final Map<ConfigurationPropertyName, Boolean> known = new HashMap<>();

	/** The names that an operator may have meant. */
	private final Set<String> current = new TreeSet<>();

	KnownProperties(ClassLoader classLoader) {
		for (JsonNode property : PropertyMetadata.read(METADATA, classLoader)) {
			String name = property.path("name").asString();
			this.known.put(ConfigurationPropertyName.of(name),
					property.path("type").asString("").startsWith("java.util.Map"));
			if (property.path("deprecation").isMissingNode()) {
				this.current.add(name);
			}
		}
	}

	/** Says of each property of an environment that is not known what may be meant. */
	List<String> unknown(Environment environment) {
		List<String> unknown = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (!this.known.isEmpty() && source instanceof IterableConfigurationPropertySource iterable) {
				boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
				iterable.stream()
					.filter(ROOT::isAncestorOf)
					.filter((name) -> !isKnown(name, variables))
					.map((name) -> describe(name, source))
					.distinct()
					.forEach(unknown::add);
			}
		}
		return unknown;
	}

	private boolean isKnown(ConfigurationPropertyName name, boolean variable) {
		ConfigurationPropertyName plain = withoutIndexes(name);
		return this.known.entrySet()
			.stream()
			.anyMatch((entry) -> entry.getKey().equals(plain)
					|| (variable && letters(entry.getKey()).equals(letters(plain)))
					|| (entry.getValue() && (entry.getKey().isAncestorOf(name)
							|| (variable && entry.getKey().toString().contains("-")
									&& letters(name).startsWith(letters(entry.getKey()))))));
	}

	private static ConfigurationPropertyName withoutIndexes(ConfigurationPropertyName name) {
		ConfigurationPropertyName plain = name;
		while (plain.getNumberOfElements() > 0 && plain.isLastElementIndexed()) {
			plain = plain.getParent();
		}
		return plain;
	}

	/** A variable has an underscore for a dot, and another one or none for a dash. */
	private static String letters(ConfigurationPropertyName name) {
		StringBuilder letters = new StringBuilder();
		for (int i = 0; i < name.getNumberOfElements(); i++) {
			letters.append(name.getElement(i, Form.UNIFORM));
		}
		return letters.toString().toLowerCase(Locale.ROOT);
	}

	private String describe(ConfigurationPropertyName name, ConfigurationPropertySource source) {
		var property = source.getConfigurationProperty(name);
		String origin = (property != null && property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
		return "Nothing reads the property '%s'%s%s".formatted(name, origin,
				Suggestion.to(name.toString(), this.current.stream())
					.map((meant) -> ": did you mean '" + meant + "'?")
					.orElse(": see the table of properties in the documentation"));
	}

}
