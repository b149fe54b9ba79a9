package io.claimflow.spring.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the documentation says of the console.
 */
class ConsoleDocsTests {

	private static String page(String name) throws IOException {
		return Files.readString(Path.of("../../docs", name));
	}

	@Test
	void theConfigurationPageHasEveryPropertyWithItsDefault() throws Exception {
		Map<String, String> documented = new TreeMap<>();
		Pattern.compile("(?m)^\\| `(claimflow\\.console\\.[^`]+)` \\|\\s*`?([^`|]*?)`?\\s*\\| (.*) \\|$")
			.matcher(page("configuration.md"))
			.results()
			.forEach((row) -> documented.put(row.group(1), row.group(2).strip()));
		Map<String, String> actual = new TreeMap<>();
		for (JsonNode property : JsonMapper.shared()
			.readTree(Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json")))
			.path("properties")) {
			assertThat(property.path("description").asString("")).endsWith(".");
			actual.put(property.path("name").asString(), property.path("defaultValue").asString(""));
		}
		assertThat(documented).isEqualTo(actual);
	}

	@Test
	void theSampleTurnsItOn() throws Exception {
		Matcher sample = Pattern.compile("(?ms)^```yaml\n(.*?)^```$").matcher(page("console.md"));
		assertThat(sample.find()).isTrue();
		StandardEnvironment environment = new StandardEnvironment();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("sample",
				new ByteArrayResource(sample.group(1).getBytes(StandardCharsets.UTF_8)))) {
			environment.getPropertySources().addFirst(source);
		}
		ConfigurationPropertySources.attach(environment);
		ConsoleProperties properties = Binder.get(environment)
			.bind("claimflow.console", Bindable.of(ConsoleProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.get();
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.authorityToView()).isEqualTo("ROLE_WORKFLOW_VIEWER");
		assertThat(properties.authorityToChange()).isEqualTo("ROLE_WORKFLOW_ADMIN");
	}

	@Test
	void eachPictureIsThereAndSmall() throws Exception {
		List<String> pictures = Pattern.compile("!\\[[^]]{10,}]\\((pictures/[^)]+\\.png)\\)")
			.matcher(page("console.md"))
			.results()
			.map((picture) -> picture.group(1))
			.toList();
		assertThat(pictures).hasSizeGreaterThanOrEqualTo(3)
			.doesNotHaveDuplicates()
			.allSatisfy((picture) -> assertThat(Path.of("../../docs", picture)).isRegularFile()
				.extracting((file) -> file.toFile().length(), as(InstanceOfAssertFactories.LONG))
				.isBetween(1_000L, 200_000L));
	}

	@Test
	void whatIsFromElsewhereIsAsItCame() throws Exception {
		String readme = Files.readString(Path.of("highlight/README.md"));
		for (String file : new String[] { "highlight.js", "highlight-typescript.js" }) {
			byte[] content = Files.readAllBytes(Path.of("src/main/resources/io/claimflow/spring/console/assets", file));
			assertThat(readme).contains("sha256 "
					+ HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)) + " " + file);
		}
	}

}
