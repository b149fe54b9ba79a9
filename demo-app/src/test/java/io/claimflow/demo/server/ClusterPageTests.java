package io.claimflow.demo.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the page on several nodes against what the demo does.
 */
class ClusterPageTests {

	private final String page;

	ClusterPageTests() throws Exception {
		this.page = Files.readString(Path.of("../docs/cluster.md"));
	}

	@Test
	void theConfigurationIsThatOfTheDemo() throws Exception {
		Matcher sample = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(this.page);
		assertThat(sample.find()).isTrue();
		PropertySource<?> demo = load(new ClassPathResource("application-cluster.yml"));

		EnumerablePropertySource<?> shown = load(
				new ByteArrayResource(sample.group(1).getBytes(StandardCharsets.UTF_8)));

		assertThat(shown.getPropertyNames()).isNotEmpty()
			.allSatisfy(
					(name) -> assertThat(shown.getProperty(name)).hasToString(String.valueOf(demo.getProperty(name))));
	}

	@Test
	void theTimesOfKeysAreThoseOfTheDemo() {
		Map<String, String> documented = Pattern.compile("`demo\\.signing-keys\\.(\\w+)` \\| ([^|]+) \\|")
			.matcher(this.page)
			.results()
			.collect(Collectors.toMap((row) -> row.group(1), (row) -> row.group(2)));

		assertThat(documented)
			.isEqualTo(Map.of("announced", "1 day", "signs", "30 days", "retained", "1 day", "refresh", "10 s"));
	}

	private static EnumerablePropertySource<?> load(Resource resource) throws Exception {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("yaml", resource);
		return (EnumerablePropertySource<?>) sources.get(0);
	}

}
