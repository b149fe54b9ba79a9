package io.claimflow.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads properties under the names that they had in the last release, and warns of them.
 * The names are those that the additional metadata of configuration calls deprecated and
 * has a replacement for, so an editor shows them too.
 */
final class RenamedProperties implements EnvironmentPostProcessor, Ordered {

	private static final String METADATA = "META-INF/additional-spring-configuration-metadata.json";

	private static final String SOURCE = "claimflowRenamedProperties";

	private final Log logger;

	RenamedProperties(DeferredLogFactory logs) {
		this.logger = logs.getLog(RenamedProperties.class);
	}

	/** After all sources of properties are there. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (JsonNode property : PropertyMetadata.read(METADATA, application.getClassLoader())) {
			String replacement = property.at("/deprecation/replacement").asString("");
			if (!replacement.isEmpty()) {
				read(environment, property.path("name").asString(), replacement, values);
			}
		}
		if (!values.isEmpty()) {
			environment.getPropertySources().addFirst(new OriginTrackedMapPropertySource(SOURCE, values));
		}
	}

	/** The first source that has either name holds, as it does with one name. */
	private void read(ConfigurableEnvironment environment, String oldName, String newName, Map<String, Object> values) {
		ConfigurationProperty current = null;
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			current = (current != null) ? current
					: source.getConfigurationProperty(ConfigurationPropertyName.of(newName));
			ConfigurationProperty old = source.getConfigurationProperty(ConfigurationPropertyName.of(oldName));
			if (old == null) {
				continue;
			}
			if (current != null) {
				this.logger.warn("The property '" + oldName + "'" + where(old) + " is not read, since '" + newName
						+ "', which it is called now, has a value too" + where(current) + ". Remove the old one");
				return;
			}
			this.logger.warn("The property '" + oldName + "'" + where(old) + " is called '" + newName
					+ "' now. Rename it: the next release does not read the old name");
			values.put(newName, OriginTrackedValue.of(old.getValue(), old.getOrigin()));
			return;
		}
	}

	private static String where(ConfigurationProperty property) {
		Origin origin = property.getOrigin();
		return (origin != null) ? " (" + origin + ")" : "";
	}

}
