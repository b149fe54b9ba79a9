package io.claimflow.spring.token;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for tokens that are large once they are signed.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenSizeTests {

	private static AuthServer server;

	@BeforeAll
	static void start() {
		server = AuthServer.builder().m2m("").user("").property("claimflow.token.size-limit", "9KB").start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void aTokenThatASmallHeaderCannotHoldIsAWarningOncePerDeployment(CapturedOutput output) {
		server.m2m("m2mTokenClaims<any>().large = 'x'.repeat(6_000);");
		String token = server.clientCredentials(AuthServerConfiguration.JWT).text("access_token");
		server.clientCredentials(AuthServerConfiguration.JWT);
		assertThat(output).containsOnlyOnce("The token of kinde.m2mToken takes " + token.length()
				+ " bytes now that it is signed; Tomcat and other servers take 8 KB for all headers");
	}

	@Test
	void aTokenAboveTheLimitIsNotIssued(CapturedOutput output) {
		server.m2m("m2mTokenClaims<any>().large = 'x'.repeat(8_000);");
		Response refused = server.clientCredentials(AuthServerConfiguration.JWT);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json()).containsEntry("error", "server_error").doesNotContainKey("access_token");
		assertThat(output)
			.containsPattern("The token of kinde.m2mToken takes 11\\d{3} bytes now that it is signed, more"
					+ " than the 9216 of claimflow.token.size-limit");
		assertThat(server.clientCredentials(AuthServerConfiguration.OPAQUE).status()).isEqualTo(200);
	}

	@Test
	void aTokenOfTheApplicationsOwnGeneratorIsMeasuredToo(CapturedOutput output) {
		try (AuthServer other = AuthServer.builder()
			.m2m("m2mTokenClaims<any>().large = 'x'.repeat(8_000);")
			.user("")
			.with(CompositionTests.GeneratorThatCallsTheWorkflows.class)
			.property("claimflow.token.size-limit", "9KB")
			.start()) {
			assertThat(other.clientCredentials(AuthServerConfiguration.JWT).json()).containsEntry("error",
					"server_error");
		}
		assertThat(output).contains("more than the 9216 of claimflow.token.size-limit");
	}

	@Test
	void anIdTokenIsMeasuredToo(CapturedOutput output) {
		server.user("idTokenCustomClaims<any>().large = 'x'.repeat(8_000);");
		Response refused = server.authorizationCodeGrant(AuthServerConfiguration.OPAQUE, "openid read");
		assertThat(refused.json()).containsEntry("error", "server_error").doesNotContainKey("id_token");
		assertThat(output).contains("The token of kinde.idToken takes");
	}

}
