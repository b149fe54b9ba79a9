package io.claimflow.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.demo.account.Accounts;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectReader;
import io.claimflow.spring.deployment.Deployments;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole demo with one workflow, which a test puts in the place of all others, and
 * somebody with a browser at its start page.
 */
@WholeDemo
@TestInstance(Lifecycle.PER_CLASS)
abstract class TriggerFixture {

	static final String BROKEN = "throw new Error('row 17 is missing');";

	static final String TOO_LONG = "for (;;) {}";

	final TextBrowser browser = new TextBrowser();

	@TempDir
	Path project;

	@Autowired
	DemoAddress address;

	@Autowired
	WorkflowEngine engine;

	@Autowired
	Deployments deployments;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	Accounts accounts;

	@Autowired
	PasswordEncoder passwordEncoder;

	@Value("${claimflow.project}")
	String demoProject;

	@BeforeEach
	void openTheStartPageWithAWorkflowThatLetsAllPass() throws IOException, InvalidProjectException {
		workflow("user:plan_cancellation_request", "stop", "");
		this.browser.openAnew(this.address.url("/"));
	}

	@AfterAll
	void workflowsAreAsTheyWere() throws InvalidProjectException {
		deploy(this.demoProject);
	}

	/** Sets the password as if it had never been another: sessions go on. */
	final void changePassword(String password) {
		this.jdbc.sql("update users set password = ?, password_changed_at = null where username = ?")
			.params(this.passwordEncoder.encode(password), DemoAccounts.USERNAME)
			.update();
	}

	private void deploy(String location) throws InvalidProjectException {
		Project read = new ProjectReader(Limits.defaults(), getClass().getClassLoader()).read(location);
		this.deployments.activate(this.engine.load(this.engine.build(read)));
	}

	/** Puts a workflow in the place of all others. */
	final void workflow(String trigger, String policy, String body) throws IOException, InvalidProjectException {
		Path folder = Files.createDirectories(this.project.resolve("kindeSrc/environment/workflows"));
		Files.writeString(this.project.resolve("kinde.json"),
				"{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }");
		Files.writeString(folder.resolve("TestWorkflow.ts"),
				"""
						import { denyAccess, denyPlanCancellation, denyPlanSelection, invalidateFormField, setEnforcementPolicy }
						  from "@kinde/infrastructure";
						export const workflowSettings = {
						  id: "test", trigger: "%s", failurePolicy: { action: "%s" },
						  bindings: { "kinde.auth": {}, "kinde.widget": {}, "kinde.mfa": {}, "kinde.plan": {} },
						};
						export default async function (event: any) {
						  %s
						}
						"""
					.formatted(trigger, policy, body));
		deploy(this.project.toUri().toString());
	}

	final void assertTokens() {
		assertThat(this.browser.url()).isEqualTo(this.address.url("/demo"));
	}

	final void assertNobodyIsSignedIn() {
		this.browser.open(this.address.url("/account"));
		assertThat(this.browser.url()).startsWith(this.address.url("/login"));
	}

}
