package io.claimflow.demo;

import java.net.URI;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo as it is without Claimflow: what workflows cost or do can be compared with it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:no-workflows", "claimflow.enabled=false" })
class NoWorkflowsTests {

	@Autowired
	DemoAddress address;

	@Autowired
	ApplicationContext demo;

	@Test
	void aSignInEndsWithTokensThatNoWorkflowHasShaped() throws Exception {
		PlainBrowser.Page tokens = new PlainBrowser().signIn(URI.create(this.address.url("/demo/sign-in")));

		assertThat(tokens.html()).contains("Access token", "ID token", "permissions").doesNotContain("greeting");
	}

	/** The clients of the tests are on the class path, and nothing comes of that. */
	@Test
	void withoutThePartnerItIsNobodysClient() {
		assertThat(this.demo.getBeanNamesForType(ClientRegistrationRepository.class)).isEmpty();
	}

}
