package io.claimflow.spring.mfa;

import java.util.List;

import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.authorization.EnableMultiFactorAuthentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a workflow that asks for a second factor on a server whose rules ask for
 * none.
 */
@ExtendWith(OutputCaptureExtension.class)
class MfaEverySignInTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final String REQUIRED = "setEnforcementPolicy('required');";

	private static MfaServer server;

	@BeforeAll
	static void start() {
		server = new MfaServer(builder().property("claimflow.mfa.factors", "ott").start());
	}

	private static AuthServer.Builder builder() {
		return MfaServer.builder(REQUIRED).with(NoFactors.class).property("claimflow.mfa.every-sign-in", true);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static void assertSecondFactorIsAskedFor(Response response) {
		assertThat(response.status()).isEqualTo(302);
		assertThat(response.location()).contains("/login").doesNotContain("error");
	}

	@Test
	void workflowAsksForAFactorThatNoRuleAsksFor() {
		server.workflow(REQUIRED);
		Browser browser = server.browserWithPassword();
		assertSecondFactorIsAskedFor(browser.get("/home"));
		assertSecondFactorIsAskedFor(browser.authorize(CLIENT));
		server.giveOneTimeToken(browser);
		assertThat(browser.get("/home").status()).isEqualTo(200);
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.runs()).singleElement()
			.extracting(WorkflowRun::event)
			.extracting((event) -> event.context().get("mfa"), InstanceOfAssertFactories.MAP)
			.containsEntry("policy", "optional")
			.containsEntry("enabledFactors", List.of("mfa:email"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "setEnforcementPolicy('skip');" })
	void workflowThatAsksForNoneLetsTheUserIn(String body) {
		server.workflow(body);
		Browser browser = server.browserWithPassword();
		assertThat(browser.get("/home").status()).isEqualTo(200);
		assertThat(browser.get("/home").status()).isEqualTo(200);
		assertThat(server.runs()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "stop", "continue" })
	void workflowThatFailsLeavesASecondFactorNeeded(String policy) {
		server.workflow(policy, "throw new Error('no');");
		assertSecondFactorIsAskedFor(server.browserWithPassword().get("/home"));
	}

	@Test
	void workflowDenies() {
		server.workflow("denyAccess('Not from there');");
		assertThat(server.browserWithPassword().get("/home").body()).contains("MfaDeniedException", "Not from there");
	}

	@Test
	void withoutAWorkflowNothingIsAskedFor() {
		server.withoutWorkflow();
		assertThat(server.browserWithPassword().get("/home").status()).isEqualTo(200);
	}

	@Test
	void roleThatTheUserLacksIsStillNeeded() {
		server.workflow("");
		Response refused = server.browserWithPassword().get("/admin");
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.body()).startsWith("AuthorizationDeniedException");
	}

	@Test
	void factorThatTheSignInBeganWithIsNoSecondOne(CapturedOutput output) {
		server.workflow(REQUIRED);
		Browser browser = server.browser();
		server.giveOneTimeToken(browser);
		assertThat(browser.get("/home").body()).contains("MfaDeniedException");
		assertThat(output).contains("claimflow.mfa.factors", "FACTOR_OTT")
			.doesNotContain("sign-in of " + AuthServerConfiguration.USER);
	}

	@Test
	void serverThatHasNoFactorDeniesAndSaysWhy(CapturedOutput output) {
		try (MfaServer without = new MfaServer(builder().start())) {
			Browser browser = without.browserWithPassword();
			assertThat(browser.get("/home").body()).contains("MfaDeniedException",
					"A second factor is required, and this server has none to ask for");
			assertThat(browser.get("/home").status()).isEqualTo(403);
			assertThat(output.toString().split("Set claimflow.mfa.factors", -1)).hasSize(2);
		}
	}

	@Test
	void serverThatDoesNotAddUpFactorsIsToldSoAtTheStart(CapturedOutput output) {
		String warning = "claimflow.mfa.every-sign-in is set, and nothing adds up the factors of a sign-in";
		try (MfaServer without = new MfaServer(
				MfaServer.builder(REQUIRED).property("claimflow.mfa.every-sign-in", true).start())) {
			assertThat(without.server()).isNotNull();
		}
		assertThat(output).contains(warning, "@EnableMultiFactorAuthentication(authorities = {})");
		int said = output.toString().split(warning, -1).length;
		try (MfaServer adding = new MfaServer(builder().start());
				MfaServer byItself = new MfaServer(MfaServer.builder(REQUIRED)
					.with(FiltersThatAdd.class)
					.property("claimflow.mfa.every-sign-in", true)
					.start())) {
			assertThat(adding.server()).isNotSameAs(byItself.server());
		}
		assertThat(output.toString().split(warning, -1)).hasSize(said);
	}

	/** Has the filters add up factors without the annotation. */
	@Configuration(proxyBeanMethods = false)
	static class FiltersThatAdd {

		@Bean
		static BeanPostProcessor addingFilters() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof SecurityFilterChain chain) {
						chain.getFilters()
							.stream()
							.filter(AbstractAuthenticationProcessingFilter.class::isInstance)
							.forEach((filter) -> ((AbstractAuthenticationProcessingFilter) filter).setMfaEnabled(true));
					}
					return bean;
				}

			};
		}

	}

	/** Adds up the factors of a sign-in, and asks for none. */
	@Configuration(proxyBeanMethods = false)
	@EnableMultiFactorAuthentication(authorities = {})
	static class NoFactors {

	}

}
