package io.claimflow.spring.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the documentation says of the repository.
 */
class GitDocsTests {

	private static String page(String name) throws IOException {
		return Files.readString(Path.of("../../docs", name));
	}

	@Test
	void theConfigurationPageHasEveryPropertyWithItsDefault() throws Exception {
		Map<String, String> documented = new TreeMap<>();
		Pattern.compile("(?m)^\\| `(claimflow\\.git\\.[^`]+)` \\|\\s*`?([^`|]*?)`?\\s*\\| (.*) \\|$")
			.matcher(page("configuration.md"))
			.results()
			.forEach((row) -> documented.put(row.group(1), row.group(2).strip()));
		Map<String, String> actual = new TreeMap<>();
		for (JsonNode property : JsonMapper.shared()
			.readTree(Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json")))
			.path("properties")) {
			if (!property.path("name").asString().startsWith("claimflow.")) {
				continue;
			}
			assertThat(property.path("description").asString("")).endsWith(".");
			actual.put(property.path("name").asString(), property.path("defaultValue").asString(""));
		}
		assertThat(documented).isEqualTo(actual);
	}

	@Test
	void theSamplesAreProperties() throws Exception {
		List<String> samples = Pattern.compile("(?ms)^```yaml\n(claimflow:\n  git:.*?)^```$")
			.matcher(page("deployments.md"))
			.results()
			.map((MatchResult sample) -> sample.group(1))
			.toList();
		assertThat(samples).hasSizeGreaterThan(3);
		for (String sample : samples) {
			StandardEnvironment environment = new StandardEnvironment();
			environment.getPropertySources()
				.addFirst(new MapPropertySource("test", Map.of("API_KEY", "0123456789abcdef")));
			for (PropertySource<?> source : new YamlPropertySourceLoader().load("sample",
					new ByteArrayResource(sample.getBytes(StandardCharsets.UTF_8)))) {
				environment.getPropertySources().addFirst(source);
			}
			ConfigurationPropertySources.attach(environment);
			assertThat(Binder.get(environment)
				.bind("claimflow.git", Bindable.of(GitProperties.class),
						new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
				.get()
				.uri()).contains("git.example.com");
		}
	}

}
