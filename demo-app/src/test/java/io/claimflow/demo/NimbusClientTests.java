package io.claimflow.demo;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionSuccessResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationGrantError;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo as a client built on Nimbus' OAuth SDK sees it.
 */
@WholeDemo
class NimbusClientTests {

	private static final ClientID WEB = new ClientID(DemoAccounts.WEB_CLIENT);

	private static final ClientAuthentication MACHINE = new ClientSecretBasic(new ClientID(DemoAccounts.MACHINE_CLIENT),
			new Secret(DemoAccounts.MACHINE_SECRET));

	/** Nobody listens there: the browser stops before it. */
	private static final URI REDIRECT_URI = URI.create("http://127.0.0.1:1/demo/callback");

	@Autowired
	DemoAddress address;

	OIDCProviderMetadata server;

	@BeforeEach
	void discover() throws Exception {
		this.server = OIDCProviderMetadata.resolve(new Issuer(this.address.url("")));
	}

	@Test
	void theServerSaysWhatItCanDo() {
		assertThat(this.server.getGrantTypes()).contains(GrantType.CLIENT_CREDENTIALS, GrantType.AUTHORIZATION_CODE,
				GrantType.REFRESH_TOKEN, GrantType.DEVICE_CODE, GrantType.TOKEN_EXCHANGE);
		assertThat(this.server.getCodeChallengeMethods()).containsExactly(CodeChallengeMethod.S256);
		assertThat(this.server.getDeviceAuthorizationEndpointURI()).isNotNull();
	}

	@Test
	void clientCredentialsGetWhatTheWorkflowAdds() throws Exception {
		AccessToken token = machineToken("write:users");

		JWTClaimsSet claims = claims(token);
		assertThat(claims.getStringListClaim("permissions")).containsExactly("read:users", "write:users");
		assertThat(claims.getClaim("scope")).isEqualTo("write:users");
		assertThat(claims.getClaim("environment")).isEqualTo("demo");
		assertThat(claims.getClaim("issued_for")).isEqualTo("demo-m2m");
		assertThat(token.getScope()).isEqualTo(new Scope("write:users"));
	}

	@Test
	void aCodeGetsTokensThatTheWorkflowShaped() throws Exception {
		Nonce nonce = new Nonce();

		OIDCTokens tokens = signIn(nonce);

		assertThatAccessTokenIsShaped(claims(tokens.getAccessToken()), "openid profile email");
		IDTokenClaimsSet identity = validator().validate(tokens.getIDToken(), nonce);
		assertThat(identity.getSubject().getValue()).isEqualTo(DemoAccounts.USERNAME);
		assertThat(identity.getStringClaim("greeting")).isEqualTo("Hello, Ada!");
		assertThat(identity.getStringClaim("locale")).isEqualTo("en-GB");
	}

	@Test
	void aRefreshTokenGetsTokensThatTheWorkflowShaped() throws Exception {
		OIDCTokens first = signIn(new Nonce());

		OIDCTokens second = succeed(request(new RefreshTokenGrant(first.getRefreshToken()))).getOIDCTokens();

		assertThatAccessTokenIsShaped(claims(second.getAccessToken()), "openid profile email");
		// A nonce is not expected here (OpenID Connect Core 1.0, section 12.2).
		IDTokenClaimsSet identity = validator().validate(second.getIDToken(), null);
		assertThat(identity.getStringClaim("greeting")).isEqualTo("Welcome back, Ada!");
		assertThat(identity.getStringClaim("locale")).isEqualTo("en-GB");
		assertThat(second.getAccessToken()).isNotEqualTo(first.getAccessToken());
		assertThat(second.getRefreshToken()).isNotEqualTo(first.getRefreshToken());
		assertThat(fail(request(new RefreshTokenGrant(first.getRefreshToken())))).isEqualTo(OAuth2Error.INVALID_GRANT);
	}

	@Test
	void aRefreshTokenThatIsUsedAgainEndsItsSuccessors() throws Exception {
		OIDCTokens first = signIn(new Nonce());
		OIDCTokens second = succeed(request(new RefreshTokenGrant(first.getRefreshToken()))).getOIDCTokens();
		OIDCTokens third = succeed(request(new RefreshTokenGrant(second.getRefreshToken()))).getOIDCTokens();

		assertThat(fail(request(new RefreshTokenGrant(first.getRefreshToken())))).isEqualTo(OAuth2Error.INVALID_GRANT);

		assertThat(fail(request(new RefreshTokenGrant(third.getRefreshToken())))).isEqualTo(OAuth2Error.INVALID_GRANT);
		assertThat(introspect(third.getAccessToken()).isActive()).isFalse();
		assertThat(introspect(signIn(new Nonce()).getAccessToken()).isActive()).as("of another sign-in").isTrue();
	}

	@Test
	void aRefreshTokenThatManyComeWithAtTheSameTimeGetsTokensOnceAtMost() throws Exception {
		RefreshTokenGrant grant = new RefreshTokenGrant(signIn(new Nonce()).getRefreshToken());

		List<TokenResponse> responses = atOnce(8, () -> request(grant));

		assertThat(responses.stream().filter(TokenResponse::indicatesSuccess)).hasSizeLessThanOrEqualTo(1);
		assertThat(responses.stream().filter((response) -> !response.indicatesSuccess()))
			.extracting((response) -> response.toErrorResponse().getErrorObject())
			.containsOnly(OAuth2Error.INVALID_GRANT);
	}

	@Test
	void aCodeThatManyComeWithAtTheSameTimeGetsTokensOnceAtMost() throws Exception {
		CodeVerifier verifier = new CodeVerifier();
		AuthorizationCodeGrant grant = new AuthorizationCodeGrant(code(new Nonce(), verifier), REDIRECT_URI, verifier);

		List<TokenResponse> responses = atOnce(8, () -> request(grant));

		assertThat(responses.stream().filter(TokenResponse::indicatesSuccess)).hasSizeLessThanOrEqualTo(1);
	}

	private static List<TokenResponse> atOnce(int requests, Supplier<TokenRequest> request) {
		ExecutorService clients = Executors.newFixedThreadPool(requests);
		try {
			return IntStream.range(0, requests).mapToObj((number) -> CompletableFuture.supplyAsync(() -> {
				try {
					return TokenResponse.parse(request.get().toHTTPRequest().send());
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}, clients)).toList().stream().map(CompletableFuture::join).toList();
		}
		finally {
			clients.shutdownNow();
		}
	}

	@Test
	void aRefreshTokenThatIsBoundToAKeyNeedsItsProof() throws Exception {
		DPoPProofFactory proofs = proofs();
		CodeVerifier verifier = new CodeVerifier();
		HTTPRequest redemption = request(
				new AuthorizationCodeGrant(code(new Nonce(), verifier), REDIRECT_URI, verifier))
			.toHTTPRequest();
		OIDCTokens tokens = OIDCTokenResponse.parse(withProof(redemption, proofs).send()).getOIDCTokens();
		assertThat(tokens.getAccessToken()).isInstanceOf(DPoPAccessToken.class);
		TokenRequest refresh = request(new RefreshTokenGrant(tokens.getRefreshToken()));

		assertThat(fail(refresh).getCode()).isEqualTo("invalid_dpop_proof");
		assertThat(TokenResponse.parse(withProof(refresh.toHTTPRequest(), proofs()).send()).toErrorResponse())
			.extracting((error) -> error.getErrorObject().getCode())
			.isEqualTo("invalid_dpop_proof");
		assertThat(OIDCTokenResponse.parse(withProof(refresh.toHTTPRequest(), proofs).send())
			.getOIDCTokens()
			.getAccessToken()).isInstanceOf(DPoPAccessToken.class);
	}

	private static DPoPProofFactory proofs() throws Exception {
		return new DefaultDPoPProofFactory(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256);
	}

	private HTTPRequest withProof(HTTPRequest request, DPoPProofFactory proofs) throws Exception {
		request.setDPoP(proofs.createDPoPJWT("POST", this.server.getTokenEndpointURI()));
		return request;
	}

	private TokenIntrospectionSuccessResponse introspect(AccessToken token) throws Exception {
		return TokenIntrospectionResponse
			.parse(new TokenIntrospectionRequest(this.server.getIntrospectionEndpointURI(), MACHINE, token)
				.toHTTPRequest()
				.send())
			.toSuccessResponse();
	}

	@Test
	void aDeviceThatTheUserDoesNotConnectIsToldSo() throws Exception {
		PlainBrowser browser = new PlainBrowser();
		for (String answer : List.of("Connect", "Do not connect")) {
			DeviceAuthorizationSuccessResponse device = startDevice();
			PlainBrowser.Page form = browser.signIn(device.getVerificationURI());
			PlainBrowser.Page question = browser.submit(form, "/oauth2/device_verification",
					Map.of("user_code", device.getUserCode().getValue()));
			PlainBrowser.Page said = browser.press(question, answer);
			TokenResponse response = TokenResponse
				.parse(request(new DeviceCodeGrant(device.getDeviceCode())).toHTTPRequest().send());
			if (answer.equals("Connect")) {
				assertThat(response.indicatesSuccess()).isTrue();
			}
			else {
				assertThat(said.html()).contains("Device not connected");
				assertThat(response.toErrorResponse().getErrorObject()).isEqualTo(OAuth2Error.ACCESS_DENIED);
			}
		}
	}

	@Test
	void aDeviceGetsATokenThatTheWorkflowShapedOnceTheUserConnectsIt() throws Exception {
		DeviceAuthorizationSuccessResponse device = startDevice();
		TokenRequest request = request(new DeviceCodeGrant(device.getDeviceCode()));
		assertThat(fail(request)).isEqualTo(DeviceAuthorizationGrantError.AUTHORIZATION_PENDING);

		PlainBrowser browser = new PlainBrowser();
		PlainBrowser.Page form = browser.signIn(device.getVerificationURI());
		PlainBrowser.Page question = browser.submit(form, "/oauth2/device_verification",
				Map.of("user_code", device.getUserCode().getValue()));
		assertThat(question.html()).contains("Connect this device?", device.getUserCode().getValue(), "profile email");
		assertThat(fail(request)).isEqualTo(DeviceAuthorizationGrantError.AUTHORIZATION_PENDING);
		assertThat(browser.submit(question, "/oauth2/device_verification", Map.of()).html())
			.contains("The device is connected");

		assertThatAccessTokenIsShaped(claims(succeed(request).getOIDCTokens().getAccessToken()), "profile email");
		// What Spring says of a device code that was used.
		assertThat(fail(request)).isEqualTo(OAuth2Error.ACCESS_DENIED);
	}

	@Test
	void aLinkWithADevicesCodeConnectsNothingByItself() throws Exception {
		PlainBrowser browser = new PlainBrowser();
		for (int i = 0; i < 2; i++) {
			DeviceAuthorizationSuccessResponse device = startDevice();
			PlainBrowser.Page form = browser.signIn(device.getVerificationURIComplete());
			PlainBrowser.Page question = browser.submit(form, "/oauth2/device_verification",
					Map.of("user_code", device.getUserCode().getValue()));

			assertThat(form.html()).contains(device.getUserCode().getValue());
			assertThat(question.html()).contains("Connect this device?");
			browser.submit(question, "/oauth2/device_verification", Map.of());
		}
	}

	@Test
	void aCodeThatNoDeviceShowsIsSaidSo() throws Exception {
		PlainBrowser browser = new PlainBrowser();
		PlainBrowser.Page form = browser.signIn(startDevice().getVerificationURI());

		for (String code : List.of("BCDF-GHJK", "nonsense")) {
			assertThat(browser.submit(form, "/oauth2/device_verification", Map.of("user_code", code)).html())
				.contains("This code is not valid");
		}
	}

	@Test
	void anExchangedTokenIsShapedByTheWorkflowOfUsers() throws Exception {
		AccessToken subject = signIn(new Nonce()).getAccessToken();
		TokenRequest request = new TokenRequest.Builder(this.server.getTokenEndpointURI(), MACHINE,
				new TokenExchangeGrant(subject, TokenTypeURI.ACCESS_TOKEN))
			.scope(new Scope("read:users"))
			.build();

		AccessToken token = succeed(request).getOIDCTokens().getAccessToken();

		assertThat(token.getIssuedTokenType()).isEqualTo(TokenTypeURI.ACCESS_TOKEN);
		assertThatAccessTokenIsShaped(claims(token), "read:users");
		assertThat(claims(token).getAudience()).containsExactly(DemoAccounts.MACHINE_CLIENT);
	}

	@Test
	void refusalsAreErrorsThatTheSdkKnows() throws Exception {
		ClientAuthentication stranger = new ClientSecretBasic(new ClientID("demo-m2m"), new Secret("another"));
		assertThat(
				fail(new TokenRequest.Builder(this.server.getTokenEndpointURI(), stranger, new ClientCredentialsGrant())
					.build()))
			.isEqualTo(OAuth2Error.INVALID_CLIENT);
		assertThat(
				fail(new TokenRequest.Builder(this.server.getTokenEndpointURI(), MACHINE, new ClientCredentialsGrant())
					.scope(new Scope("delete:users"))
					.build()))
			.isEqualTo(OAuth2Error.INVALID_SCOPE);
		assertThat(fail(request(
				new AuthorizationCodeGrant(new AuthorizationCode("guessed"), REDIRECT_URI, new CodeVerifier()))))
			.isEqualTo(OAuth2Error.INVALID_GRANT);
	}

	private static void assertThatAccessTokenIsShaped(JWTClaimsSet claims, String scope) throws Exception {
		assertThat(claims.getSubject()).isEqualTo(DemoAccounts.USERNAME);
		assertThat(claims.getStringListClaim("roles")).containsExactly("viewer", "editor");
		assertThat(claims.getClaim("plan")).isEqualTo("free");
		assertThat(claims.getClaim("scope")).asString()
			.satisfies((value) -> assertThat(value.split(" ")).containsExactlyInAnyOrder(scope.split(" ")));
		assertThat(claims.getClaim("scope")).isInstanceOf(String.class);
		assertThat(claims.getClaims()).doesNotContainKey("permissions");
	}

	private AccessToken machineToken(String scope) throws Exception {
		return succeed(
				new TokenRequest.Builder(this.server.getTokenEndpointURI(), MACHINE, new ClientCredentialsGrant())
					.scope(new Scope(scope))
					.build())
			.getOIDCTokens()
			.getAccessToken();
	}

	private OIDCTokens signIn(Nonce nonce) throws Exception {
		CodeVerifier verifier = new CodeVerifier();
		return succeed(request(new AuthorizationCodeGrant(code(nonce, verifier), REDIRECT_URI, verifier)))
			.getOIDCTokens();
	}

	private AuthorizationCode code(Nonce nonce, CodeVerifier verifier) throws Exception {
		AuthenticationRequest request = new AuthenticationRequest.Builder(ResponseType.CODE,
				new Scope("openid", "profile", "email"), WEB, REDIRECT_URI)
			.endpointURI(this.server.getAuthorizationEndpointURI())
			.state(new State())
			.nonce(nonce)
			.codeChallenge(verifier, CodeChallengeMethod.S256)
			.build();
		AuthenticationResponse answer = AuthenticationResponseParser
			.parse(new PlainBrowser().signIn(request.toURI()).uri());
		assertThat(answer.getState()).isEqualTo(request.getState());
		return answer.toSuccessResponse().getAuthorizationCode();
	}

	private DeviceAuthorizationSuccessResponse startDevice() throws Exception {
		DeviceAuthorizationRequest request = new DeviceAuthorizationRequest.Builder(WEB)
			.endpointURI(this.server.getDeviceAuthorizationEndpointURI())
			.scope(new Scope("profile", "email"))
			.build();
		return DeviceAuthorizationResponse.parse(request.toHTTPRequest().send()).toSuccessResponse();
	}

	private TokenRequest request(AuthorizationGrant grant) {
		return new TokenRequest.Builder(this.server.getTokenEndpointURI(), WEB, grant).build();
	}

	private static OIDCTokenResponse succeed(TokenRequest request) throws Exception {
		TokenResponse response = OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
		assertThat(response.indicatesSuccess()).as(() -> response.toErrorResponse().getErrorObject().toString())
			.isTrue();
		return (OIDCTokenResponse) response.toSuccessResponse();
	}

	private static ErrorObject fail(TokenRequest request) throws Exception {
		return TokenResponse.parse(request.toHTTPRequest().send()).toErrorResponse().getErrorObject();
	}

	private IDTokenValidator validator() throws Exception {
		return new IDTokenValidator(this.server.getIssuer(), WEB, JWSAlgorithm.RS256,
				this.server.getJWKSetURI().toURL());
	}

	private static JWTClaimsSet claims(AccessToken token) throws Exception {
		return SignedJWT.parse(token.getValue()).getJWTClaimsSet();
	}

}
