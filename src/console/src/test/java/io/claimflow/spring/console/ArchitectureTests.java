package io.claimflow.spring.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules of the module: what its rooms may know of each other and of templates.
 */
class ArchitectureTests {

	private static final String PAGE = "io.claimflow.spring.console.page";

	private static final String CONTENT = "io.claimflow.spring.console.content";

	/** Only what this module compiles. */
	private static final JavaClasses MODULE = new ClassFileImporter().importPath(Path.of("target/classes"));

	@Test
	void onlyThePageKnowsTheTemplates() {
		noClasses().that()
			.resideOutsideOfPackage(PAGE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.thymeleaf..")
			.check(MODULE);
	}

	@Test
	void configurationIsNobodysButItsRoom() {
		classes().that()
			.areMetaAnnotatedWith(Configuration.class)
			.or()
			.areAnnotatedWith(ConfigurationProperties.class)
			.should()
			.bePackagePrivate()
			.check(MODULE);
	}

	@Test
	void everyAutoConfigurationIsListed() throws IOException {
		String imports = "META-INF/spring/" + AutoConfiguration.class.getName() + ".imports";
		assertThat(Files.readAllLines(Path.of("target/classes", imports)))
			.containsExactlyInAnyOrderElementsOf(MODULE.stream()
				.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
				.map(JavaClass::getName)
				.toList());
	}

	/** Applications use this module by its properties alone. */
	@Test
	void whatIsPublicIsInternal() {
		classes().that().arePublic().should().resideInAPackage("io.claimflow.spring.console.*..").check(MODULE);
	}

	@Test
	void thePageKnowsNoOtherRoom() {
		noClasses().that()
			.resideInAPackage(PAGE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.claimflow.spring.console", "io.claimflow.spring.deployment..",
					"io.claimflow.spring.runlog..")
			.check(MODULE);
	}

	@Test
	void noSectionKnowsAnother() {
		slices().matching("io.claimflow.spring.console.(*)..")
			.should()
			.notDependOnEachOther()
			.ignoreDependency(alwaysTrue(), resideInAnyPackage(PAGE, CONTENT))
			.check(MODULE);
	}

}
