package io.claimflow.spring.git;

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

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules of the module: what its rooms may know of each other and of the git library.
 */
class ArchitectureTests {

	private static final String REMOTE = "io.claimflow.spring.git.remote";

	/** Only what this module compiles. */
	private static final JavaClasses MODULE = new ClassFileImporter().importPath(Path.of("target/classes"));

	@Test
	void onlyTheRemoteKnowsTheGitAndTheSshLibrary() {
		noClasses().that()
			.resideOutsideOfPackage(REMOTE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.eclipse.jgit..", "org.apache.sshd..")
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
		classes().that().arePublic().should().resideInAPackage(REMOTE).check(MODULE);
	}

	@Test
	void theRemoteKnowsNoSpring() {
		noClasses().that()
			.resideInAPackage(REMOTE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.claimflow.spring.deployment..")
			.check(MODULE);
	}

}
