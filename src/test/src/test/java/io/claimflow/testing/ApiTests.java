package io.claimflow.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what others may use of this module, and for what it may use of others.
 */
class ApiTests {

	private static final JavaClasses CLASSES = new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
		.importPackages("io.claimflow.testing");

	@Test
	void everyPublicTypeIsListed() throws IOException {
		List<String> listed = Files.readAllLines(Path.of("api.txt"))
			.stream()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.toList();
		assertThat(CLASSES.stream()
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
			.map(JavaClass::getName)).containsExactlyInAnyOrderElementsOf(listed);
	}

	@Test
	void testsKnowOfTheEngineWhatIsNotBelowIt() {
		noClasses().that()
			.resideInAPackage("io.claimflow.testing..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.claimflow.engine.*", "io.claimflow.compile", "io.claimflow.binding",
					"org.graalvm..", "com.oracle..")
			.check(CLASSES);
	}

	/** The command line tool has neither. */
	@Test
	void whatRunsTestsNeedsNoFrameworkForTestsInJava() {
		noClasses().that()
			.resideInAPackage("io.claimflow.testing")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.junit..", "org.assertj..")
			.check(CLASSES);
	}

}
