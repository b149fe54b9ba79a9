package io.claimflow.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what applications may use: {@code api.txt} lists it. Any other type that is
 * public is so for a neighbour only, and the package that it is in says "Internal".
 */
class ApiTests {

	private static final String PREFIX = "io.claimflow";

	/** Both modules: what tests may use is listed beside them. */
	private static final JavaClasses CLASSES = new ClassFileImporter(
			List.of(new ImportOption.DoNotIncludeTests(), (location) -> !location.contains("/benchmarks/"),
					(location) -> !location.contains("/src/test/") && !location.contains("claimflow-test")))
		.importPackages(PREFIX);

	private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("../engine/src/main/java"));

	private static List<String> listed() throws IOException {
		return Files.readAllLines(Path.of("../../api.txt"))
			.stream()
			.filter((line) -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("["))
			.toList();
	}

	private static Stream<JavaClass> publicTypes() {
		return CLASSES.stream()
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC));
	}

	/** What a package says of its internals: all of them, or those that it names. */
	private static String internals(String packageName) throws IOException {
		for (Path sources : SOURCES) {
			Path info = sources.resolve(packageName.replace('.', '/')).resolve("package-info.java");
			if (Files.exists(info)) {
				String text = Files.readString(info);
				String comment = text.substring(0, text.indexOf("*/")).replaceAll("\\s*\\n \\*\\s*", " ");
				return comment.substring(Math.max(comment.indexOf("Internal:"), 0));
			}
		}
		return "";
	}

	@Test
	void everyPublicTypeIsListedOrInternal() throws IOException {
		List<String> listed = listed();
		Set<String> neither = new TreeSet<>();
		for (JavaClass type : publicTypes().toList()) {
			String internals = internals(type.getPackageName());
			if (!listed.contains(type.getName()) && !internals.startsWith("Internal: changes without notice")
					&& !internals.contains("{@link " + type.getSimpleName() + "}")) {
				neither.add(type.getName());
			}
		}
		assertThat(neither)
			.as("public types that are neither in api.txt nor internal: make them package-private, list them"
					+ " if applications may use them, or let the package say that they are internal")
			.isEmpty();
	}

	@Test
	void everyListedTypeIsThereAndPublic() throws IOException {
		Set<String> types = publicTypes().map(JavaClass::getName).collect(Collectors.toSet());
		assertThat(listed()).isNotEmpty()
			.doesNotHaveDuplicates()
			.allSatisfy((name) -> assertThat(types).contains(name));
	}

	@Test
	void noListedTypeIsInAnInternalPackage() throws IOException {
		for (String name : listed()) {
			JavaClass type = CLASSES.get(name);
			assertThat(internals(type.getPackageName())).as(name)
				.doesNotStartWith("Internal: changes without notice")
				.doesNotContain("{@link " + type.getSimpleName() + "}");
		}
	}

	@Test
	void whatIsListedShowsNothingInternal() throws IOException {
		List<String> listed = listed();
		Set<String> shown = new TreeSet<>();
		for (String name : listed) {
			visible(CLASSES.get(name)).forEach((type) -> surface(type).flatMap(ApiTests::outermost)
				.filter((used) -> used.getName().startsWith(PREFIX) && !listed.contains(used.getName()))
				.forEach((used) -> shown.add(name + " shows " + used.getName())));
		}
		assertThat(shown).isEmpty();
	}

	/** The demo is an application as others are. */
	@Test
	void theDemoUsesWhatIsListed() throws IOException {
		Pattern imported = Pattern.compile("(?m)^import (?:static )?(io\\.claimflow\\.[a-z.]*[A-Z]\\w*)");
		Set<String> used = new TreeSet<>();
		try (Stream<Path> files = Files.walk(Path.of("../../demo-app/src/main/java"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				imported.matcher(Files.readString(file)).results().map((found) -> found.group(1)).forEach(used::add);
			}
		}
		used.removeIf((name) -> name.startsWith("io.claimflow.demo."));
		assertThat(used).isNotEmpty().isSubsetOf(listed());
	}

	/** A type with those in it that others see. */
	private static Stream<JavaClass> visible(JavaClass type) {
		return CLASSES.stream()
			.filter((other) -> other.equals(type) || (isVisible(other.getModifiers())
					&& other.getName().startsWith(type.getName() + "$") && !other.isAnonymousClass()));
	}

	private static Stream<JavaClass> surface(JavaClass type) {
		return Stream
			.of(type.getRawSuperclass().stream(), type.getRawInterfaces().stream(),
					type.getMembers()
						.stream()
						.filter((member) -> isVisible(member.getModifiers())
								&& !member.getModifiers().contains(JavaModifier.SYNTHETIC))
						.map(JavaMember::getAllInvolvedRawTypes)
						.flatMap(Collection::stream))
			.flatMap((types) -> types);
	}

	private static boolean isVisible(Set<JavaModifier> modifiers) {
		return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
	}

	private static Stream<JavaClass> outermost(JavaClass type) {
		JavaClass outer = type.getBaseComponentType();
		while (outer.getEnclosingClass().isPresent()) {
			outer = outer.getEnclosingClass().get();
		}
		return Stream.of(outer);
	}

}
