package io.claimflow.demo;

import java.net.URI;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo as it is without Claimflow: what workflows cost or do can be compared with it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:no-workflows", "claimflow.enabled=false" })
class NoWorkflowsTests {

	@Autowired
	DemoAddress address;

	@Test
	void aSignInEndsWithTokensThatNoWorkflowHasShaped() throws Exception {
		PlainBrowser.Page tokens = new PlainBrowser().signIn(URI.create(this.address.url("/demo/sign-in")));

		assertThat(tokens.html()).contains("Access token", "ID token", "permissions").doesNotContain("greeting");
	}

}
