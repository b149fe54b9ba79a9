package io.claimflow;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * What the rooms of the engine may know of each other and of the outside.
 */
class ArchitectureTests {

	private static final JavaClasses ENGINE = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.claimflow");

	@Test
	void engineKnowsNoSpringNoServletAndNoOAuthType() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "jakarta.servlet..", "com.nimbusds..")
			.check(ENGINE);
	}

	@Test
	void onlyRealmsAndTheLimitsOfOperationsKnowTheScriptEngine() {
		noClasses().that()
			.resideOutsideOfPackages("io.claimflow.engine.realm", "io.claimflow.engine.limit")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.graalvm..")
			.check(ENGINE);
	}

	@Test
	void onlyTheLimitsOfOperationsKnowTruffleTypesAndTheyKnowNoOtherRoom() {
		noClasses().that()
			.resideOutsideOfPackage("io.claimflow.engine.limit")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.oracle.truffle..")
			.check(ENGINE);
		noClasses().that()
			.resideInAPackage("io.claimflow.engine.limit")
			.should()
			.dependOnClassesThat(resideInAPackage("io.claimflow..")
				.and(resideOutsideOfPackages("io.claimflow", "io.claimflow.engine.limit")))
			.check(ENGINE);
	}

	@ParameterizedTest
	@CsvSource({ "admission, ''", "realm, limit", "watch, limit realm admission" })
	void innerRoomsOfTheEngineKnowEachOtherInOneDirection(String room, String known) {
		Set<String> allowed = new TreeSet<>(Set.of("io.claimflow.engine." + room));
		Stream.of(known.split(" ")).forEach((other) -> allowed.add("io.claimflow.engine." + other));
		noClasses().that()
			.resideInAPackage("io.claimflow.engine." + room)
			.should()
			.dependOnClassesThat(resideInAPackage("io.claimflow.engine..")
				.and(resideOutsideOfPackages(allowed.toArray(String[]::new))))
			.check(ENGINE);
	}

	@Test
	void admissionKnowsTheModelAlone() {
		noClasses().that()
			.resideInAPackage("io.claimflow.engine.admission")
			.should()
			.dependOnClassesThat(resideInAPackage("io.claimflow..")
				.and(resideOutsideOfPackages("io.claimflow", "io.claimflow.engine.admission")))
			.check(ENGINE);
	}

	@Test
	void settingsAndSecretsKnowNothingOfCompilingAndRunning() {
		noClasses().that()
			.resideInAnyPackage("io.claimflow.settings", "io.claimflow.secret", "io.claimflow.kinde")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.claimflow.engine..", "io.claimflow.compile", "io.claimflow.project")
			.check(ENGINE);
	}

	@Test
	void whatIsKindesAloneKnowsTheModelAlone() {
		noClasses().that()
			.resideInAPackage("io.claimflow.kinde")
			.should()
			.dependOnClassesThat(resideInAPackage("io.claimflow..")
				.and(resideOutsideOfPackages("io.claimflow", "io.claimflow.kinde")))
			.check(ENGINE);
	}

	@Test
	void innerRoomsOfTheEngineAreKnownToTheEngineAlone() {
		noClasses().that()
			.resideOutsideOfPackage("io.claimflow.engine..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.claimflow.engine.*")
			.check(ENGINE);
	}

	@Test
	void onlyTheCompileRoomKnowsTheTypeScriptCompiler() {
		noClasses().that()
			.resideOutsideOfPackage("io.claimflow.compile")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.caoccao..")
			.check(ENGINE);
	}

	@Test
	void onlyTheFetchRoomKnowsTheHttpClientAndIpRanges() {
		noClasses().that()
			.resideOutsideOfPackage("io.claimflow.fetch")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.apache.hc..", "inet.ipaddr..")
			.check(ENGINE);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "io.claimflow.fetch", "io.claimflow.cache", "io.claimflow.encryption", "io.claimflow.secret" })
	void roomsForTheOutsideKnowNoOtherRoom(String room) {
		noClasses().that()
			.resideInAPackage(room)
			.should()
			.dependOnClassesThat(
					resideInAPackage("io.claimflow..").and(resideOutsideOfPackages(room, "io.claimflow.secret")))
			.check(ENGINE);
	}

	@Test
	void modelKnowsOnlyJavaAndItself() {
		classes().that()
			.resideInAPackage("io.claimflow")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("io.claimflow", "java..", "org.jspecify..")
			.check(ENGINE);
	}

	@Test
	void claimsAndBindingsKnowNothingOfCompilingAndRunning() {
		noClasses().that()
			.resideInAnyPackage("io.claimflow.claims", "io.claimflow.binding")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.claimflow.engine..", "io.claimflow.compile", "io.claimflow.project")
			.check(ENGINE);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("(**)").should().beFreeOfCycles().check(ENGINE);
	}

}
