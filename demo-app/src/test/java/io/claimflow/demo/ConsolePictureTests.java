package io.claimflow.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.store.DeploymentStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes the pictures of the console that the documentation shows.
 */
@WholeDemo
@EnabledIfSystemProperty(named = "claimflow.write-docs", matches = "true",
		disabledReason = "Pictures are made when asked for: set claimflow.write-docs")
class ConsolePictureTests {

	private static final String CONSOLE = "/claimflow/console";

	private static final Path PICTURES = Path.of("../docs/pictures");

	private static DemoBrowser browser;

	@Autowired
	DemoAddress address;

	@Autowired
	DeploymentStore store;

	@Autowired
	WorkflowEngine engine;

	@BeforeAll
	static void openBrowser() {
		browser = DemoBrowser.shared();
	}

	@Test
	void thePagesOfTheConsole() throws Exception {
		browser.openAnew(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);
		long other = otherDeployment();
		browser.beLight();
		browser.beAsWideAs(1100);
		try {
			picture("workflow", "/workflows/one?id=user-tokens");
			picture("deployment", "/deployments/" + other + "#sources");
			picture("try", "/try?workflow=user-tokens&user=" + DemoAccounts.USERNAME);
		}
		finally {
			browser.asWideAsItIs();
		}
	}

	/**
	 * The project of the demo, with a failure policy and a plan that are not those of
	 * what is live.
	 */
	private long otherDeployment() throws Exception {
		return StoredProject.with(this.store, this.engine,
				(source) -> source.contains("Welcome back, ") ? source.replace("\"stop\"", "\"continue\"")
					.replace("\"viewer\"", "\"reader\"")
					.replace("Welcome back, ", "Good to see you again, ") : source);
	}

	private void picture(String name, String path) throws IOException {
		browser.open(this.address.url(CONSOLE + path));
		byte[] picture = browser.picture();
		assertThat(picture.length).as("A picture is small").isLessThan(200_000);
		Files.createDirectories(PICTURES);
		Files.write(PICTURES.resolve("console-" + name + ".png"), picture);
	}

}
