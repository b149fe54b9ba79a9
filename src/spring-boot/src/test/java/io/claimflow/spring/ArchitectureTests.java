package io.claimflow.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules of the Spring side: what it may know of the engine, and where its configuration
 * is.
 */
class ArchitectureTests {

	/** Only what this module compiles: the engine shares the package's prefix. */
	private static final JavaClasses MODULE = new ClassFileImporter().importPath(Path.of("target/classes"));

	@Test
	void springSideKnowsNoPolyglotTypeAndNoTypeScriptCompiler() {
		noClasses().should().dependOnClassesThat().resideInAnyPackage("org.graalvm..", "com.caoccao..").check(MODULE);
	}

	@Test
	void springSideKnowsOnlyWhatStartsTheEngine() {
		DescribedPredicate<JavaClass> ofThisModule = describe("belong to this module",
				(type) -> MODULE.contain(type.getBaseComponentType().getName()));
		classes().should()
			.onlyDependOnClassesThat(resideOutsideOfPackage("io.claimflow..")
				.or(resideInAnyPackage("io.claimflow", "io.claimflow.artifact", "io.claimflow.cache",
						"io.claimflow.claims", "io.claimflow.encryption", "io.claimflow.engine", "io.claimflow.fetch",
						"io.claimflow.management", "io.claimflow.project", "io.claimflow.sample", "io.claimflow.secret",
						"io.claimflow.settings"))
				.or(ofThisModule))
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

	/** The clocks of nodes differ, by an hour if need be; that of the database is one. */
	@Test
	void theStoreOfDeploymentsKnowsNoClockOfItsNode() {
		noClasses().that()
			.resideInAPackage("io.claimflow.spring.deployment.store")
			.should()
			.callMethodWhere(describe("asks for the time",
					(call) -> (call.getName().equals("now")
							&& call.getTargetOwner().getPackageName().equals("java.time"))
							|| call.getName().equals("currentTimeMillis")))
			.orShould()
			.dependOnClassesThat()
			.haveNameMatching("java\\.(time\\.(Clock|InstantSource)|util\\.(Date|Calendar))")
			.check(MODULE);
	}

}
