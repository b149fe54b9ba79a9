package io.claimflow.cli;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** What the tool may know of the rest, and its rooms of each other. */
class ArchitectureTests {

	private static final JavaClasses CLI = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.claimflow.cli");

	@Test
	void theToolKnowsNoSpringAndNothingInsideTheEngine() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "org.graalvm..", "io.claimflow.engine.*..",
					"io.claimflow.compile..", "io.claimflow.binding..")
			.check(CLI);
	}

	@Test
	void roomsHaveNoCircles() {
		slices().matching("io.claimflow.cli.(*)..").should().beFreeOfCycles().check(CLI);
		noClasses().that()
			.resideInAnyPackage("io.claimflow.cli.terminal", "io.claimflow.cli.file")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.claimflow.cli", "io.claimflow.cli.project")
			.check(CLI);
	}

}
