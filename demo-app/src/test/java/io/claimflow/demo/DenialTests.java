package io.claimflow.demo;

import java.net.URI;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody sees whom a workflow denies access.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:denial", "claimflow.env.BLOCKED_DOMAINS=example.com" })
class DenialTests {

	private static final String REASON = "People of this email domain cannot sign in here. Ask your administrator for access.";

	@Autowired
	DemoAddress address;

	@Test
	void aPersonReadsTheReasonAndCanSignOut() {
		DemoBrowser browser = DemoBrowser.shared();
		browser.openAnew(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);

		assertThat(browser.text("h1")).isEqualTo("Access denied");
		assertThat(browser.text("main")).contains(REASON, "access_denied");
		assertThat(browser.text(".decided")).contains("Decided by the workflow", "UserTokensWorkflow.ts");

		browser.click(By.cssSelector("form[action='/logout'] button"));
		assertThat(browser.text("[role=status]")).isEqualTo("You are signed out.");
		browser.open(this.address.url("/demo"));
		assertThat(browser.url()).isEqualTo(this.address.url("/"));
	}

	@Test
	void aClientGetsTheReasonAndTheCodeIsUsedUp() throws Exception {
		ClientID client = new ClientID(DemoAccounts.WEB_CLIENT);
		URI redirectUri = URI.create("http://127.0.0.1:1/demo/callback");
		CodeVerifier verifier = new CodeVerifier();
		AuthenticationRequest request = new AuthenticationRequest.Builder(ResponseType.CODE,
				new Scope("openid", "email"), client, redirectUri)
			.endpointURI(URI.create(this.address.url("/oauth2/authorize")))
			.codeChallenge(verifier, CodeChallengeMethod.S256)
			.build();
		AuthorizationCode code = AuthenticationResponseParser.parse(new PlainBrowser().signIn(request.toURI()).uri())
			.toSuccessResponse()
			.getAuthorizationCode();
		TokenRequest redeem = new TokenRequest.Builder(URI.create(this.address.url("/oauth2/token")), client,
				new AuthorizationCodeGrant(code, redirectUri, verifier))
			.build();

		HTTPResponse response = redeem.toHTTPRequest().send();
		ErrorObject error = TokenResponse.parse(response).toErrorResponse().getErrorObject();
		assertThat(error).isEqualTo(OAuth2Error.ACCESS_DENIED);
		assertThat(error.getDescription()).startsWith(REASON + " (run ");
		assertThat(response.getStatusCode()).isEqualTo(400);

		ErrorObject again = TokenResponse.parse(redeem.toHTTPRequest().send()).toErrorResponse().getErrorObject();
		assertThat(again).isEqualTo(OAuth2Error.INVALID_GRANT);
	}

}
