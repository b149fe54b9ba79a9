package io.claimflow.spring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootVersion;
import org.springframework.security.core.SpringSecurityCoreVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the files of the repository say of versions, and of the build.
 */
class ReleaseTests {

	private static final Path ROOT = Path.of("..", "..");

	private static final String POM = read("pom.xml");

	/** The version that the build has. */
	private static final String VERSION = all("<version>([^<]+)</version>", POM).get(0);

	private static String read(String file) {
		return Page.named(file).text();
	}

	private static List<String> all(String pattern, String text) {
		return Pattern.compile(pattern).matcher(text).results().map((match) -> match.group(1)).toList();
	}

	@Test
	void theTypesHaveTheVersionOfTheBuild() {
		assertThat(JsonMapper.shared().readTree(read("src/typings/package.json")).path("version").asString())
			.isEqualTo(VERSION.replace("-SNAPSHOT", ""));
	}

	@Test
	void everyModuleHasTheVersionOfTheBuild() {
		List<String> modules = all("<module>([^<]+)</module>", POM);
		assertThat(modules).isNotEmpty()
			.allSatisfy((module) -> assertThat(all("<version>([^<]+)</version>", read(module + "/pom.xml")).get(0))
				.isEqualTo(VERSION));
	}

	@Test
	void pagesNameTheVersionsOfTheBuild() {
		assertThat(Page.all()).allSatisfy((page) -> {
			assertThat(all("claimflow-[a-z-]+[-:](\\d+(?:\\.\\d+)+(?:-[A-Z]\\w*)?)", page.text())).as(page.path() + "")
				.allMatch(VERSION::equals);
			assertThat(all("Spring Boot (\\d+\\.\\d+)", page.text())).as(page.path() + "")
				.allMatch((SpringBootVersion.getVersion() + ".")::startsWith);
			assertThat(all("Spring Security (\\d+\\.\\d+)", page.text())).as(page.path() + "")
				.allMatch((SpringSecurityCoreVersion.getVersion() + ".")::startsWith);
		});
	}

	@Test
	void theChangelogBeginsWithWhatIsNotReleased() {
		assertThat(all("(?m)^## (.+)$", read("CHANGELOG.md"))).first()
			.isEqualTo(VERSION.endsWith("-SNAPSHOT") ? "[Unreleased]" : "[" + VERSION + "]");
	}

	@Test
	void testsThatRunOnEveryJdkAreThere() throws IOException {
		String profile = POM.substring(POM.indexOf("<id>jdk-tests</id>"));
		List<String> includes = all("<include>([^<]+)</include>", profile.substring(0, profile.indexOf("</profile>")));
		try (Stream<Path> files = Files.walk(ROOT.resolve("src"));
				Stream<Path> demo = Files.walk(ROOT.resolve("demo-app/src"))) {
			List<Path> tests = Stream.concat(files, demo)
				.filter((file) -> file.toString().contains("src/test/java"))
				.toList();
			assertThat(includes).isNotEmpty()
				.allSatisfy((include) -> assertThat(tests).as(include)
					.anyMatch((file) -> file.getFileSystem().getPathMatcher("glob:" + include).matches(file)));
		}
	}

}
