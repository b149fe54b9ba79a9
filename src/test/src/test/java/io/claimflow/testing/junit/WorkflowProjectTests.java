package io.claimflow.testing.junit;

import java.util.Map;
import java.util.stream.Stream;

import io.claimflow.Failure;
import io.claimflow.testing.Stub;
import io.claimflow.testing.TestProject;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static io.claimflow.testing.assertj.ClaimflowAssertions.assertThat;
import static io.claimflow.testing.assertj.ClaimflowAssertions.assertThatExceptionOfType;

/**
 * Tests for tests in Java.
 */
@WorkflowProject("classpath:sample")
class WorkflowProjectTests {

	@Test
	void thePlanComesFromTheDirectory(TestProject project) {
		assertThat(project.workflow("machine-token")
			.set("context.application.clientId", "reports")
			.env("PLAN", "pro")
			.stub("GET https://crm.example/plans/reports", Stub.json(Map.of("seats", 3)))
			.run()).completes()
			.allows()
			.setsClaim("plan", Map.of("name", "pro", "seats", 3))
			.doesNotSetClaim("scope")
			.calls("GET https://crm.example/*")
			.hasNoWarnings();
	}

	@Test
	void aDenialIsOneWithItsWords(TestProject project) {
		assertThat(project.workflow("sign-up").set("context.user.email", "x@disposable.example").run()).denies()
			.denies("Use a lasting address")
			.logs("disposable.example")
			.callsNobody()
			.changesNoClaim();
	}

	@Test
	void whatDoesNotHoldIsSaidWithWhatTheRunDid(TestProject project) {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(project.workflow("sign-up").run()).denies())
			.withMessageContaining("Expected the run to deny")
			.withMessageContaining("log INFO sign-up at example.com");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(project.workflow("machine-token").run()).failsWith(Failure.Kind.EXCEPTION))
			.withMessageContaining(".stub(\"GET https://crm.example/plans/test-m2m\", Stub.json(…))");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(
					() -> assertThat(project.workflow("machine-token").stub("*", Stub.json(Map.of("seats", 1))).run())
						.setsClaim("plan", "pro"))
			.withMessageContaining("+ m2mToken.plan: {\"seats\":1}");
	}

	@TestFactory
	Stream<DynamicNode> theTestsOfTheAuthorsAreTestsOfJUnit(TestProject project) {
		return AuthorTests.of(project);
	}

}
