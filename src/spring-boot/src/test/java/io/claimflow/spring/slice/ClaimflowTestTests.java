package io.claimflow.spring.slice;

import javax.sql.DataSource;

import io.claimflow.testing.TestOutcome;
import io.claimflow.testing.TestProject;
import io.claimflow.testing.spring.ClaimflowTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.ApplicationContext;
import org.springframework.security.web.SecurityFilterChain;

import static io.claimflow.testing.assertj.ClaimflowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for tests of workflows in the configuration of their application.
 */
@ClaimflowTest(properties = { "claimflow.project=classpath:/slice", "claimflow.env.PLAN=pro",
		"claimflow.secrets.KEY=s3cr3t-of-tests", "spring.messages.basename=slice/messages" })
class ClaimflowTestTests {

	@Autowired
	private TestProject project;

	@Autowired
	private ApplicationContext context;

	@Test
	void aWorkflowFindsWhatTheApplicationIsConfiguredWith() {
		TestOutcome outcome = this.project.workflow("machine-token").run();
		assertThat(outcome).setsClaim("plan", "pro")
			.setsClaim("directory", "of the application")
			.setsClaim("greeting", "Welcome");
		assertThat(outcome.outcome().log()).singleElement()
			.satisfies((line) -> assertThat(line.message()).startsWith("key").doesNotContain("s3cr3t"));
	}

	@Test
	void aTestSaysOtherwise() {
		assertThat(this.project.workflow("machine-token").env("PLAN", "free").text("greeting", "Hello").run())
			.setsClaim("plan", "free")
			.setsClaim("directory", "of the application")
			.setsClaim("greeting", "Hello");
	}

	@Test
	void theRestOfTheApplicationIsNotThere() {
		assertThat(this.context.getBeanNamesForType(SliceShop.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(DataSource.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(SecurityFilterChain.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(WebServer.class)).isEmpty();
	}

}
