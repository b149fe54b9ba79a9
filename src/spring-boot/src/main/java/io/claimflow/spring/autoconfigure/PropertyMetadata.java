package io.claimflow.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The descriptions of Claimflow's properties in the metadata of the class path.
 */
final class PropertyMetadata {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("claimflow");

	private PropertyMetadata() {
	}

	/**
	 * Reads the properties of all resources of a name. Others may describe properties
	 * under the same prefix too.
	 * @return JSON objects, each with a valid {@code name}
	 */
	static List<JsonNode> read(String resource, ClassLoader classLoader) {
		List<JsonNode> properties = new ArrayList<>();
		try {
			for (URL metadata : Collections.list(classLoader.getResources(resource))) {
				try (InputStream in = metadata.openStream()) {
					for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
						if (isOurs(property.path("name").asString(""))) {
							properties.add(property);
						}
					}
				}
				catch (JacksonException ex) {
					// It is somebody else's.
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return properties;
	}

	private static boolean isOurs(String name) {
		ConfigurationPropertyName valid = ConfigurationPropertyName.ofIfValid(name);
		return valid != null && ROOT.isAncestorOf(valid);
	}

}
