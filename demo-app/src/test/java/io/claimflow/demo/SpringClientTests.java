package io.claimflow.demo;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.TokenExchangeOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo as an application with Spring Security's OAuth client sees it.
 */
@WholeDemo
class SpringClientTests {

	/** Nobody listens there: the browser stops before it. */
	private static final String REDIRECT_URI = "http://127.0.0.1:1/demo/callback";

	@Autowired
	DemoAddress address;

	@Test
	void clientCredentialsGetWhatTheWorkflowAdds() throws Exception {
		OAuth2AuthorizedClientProvider provider = OAuth2AuthorizedClientProviderBuilder.builder()
			.clientCredentials()
			.build();

		OAuth2AccessToken token = authorize(provider,
				OAuth2AuthorizeRequest.withClientRegistrationId("machine").principal("service"),
				machine(AuthorizationGrantType.CLIENT_CREDENTIALS))
			.getAccessToken();

		JWTClaimsSet claims = claims(token);
		assertThat(claims.getStringListClaim("permissions")).containsExactly("read:users", "write:users");
		assertThat(claims.getStringClaim("scope").split(" ")).containsExactlyInAnyOrder("read:users", "write:users");
		assertThat(claims.getClaim("environment")).isEqualTo("demo");
		assertThat(claims.getClaim("issued_for")).isEqualTo("demo-m2m");
		assertThat(token.getScopes()).containsExactlyInAnyOrder("read:users", "write:users");
	}

	@Test
	void aCodeGetsTokensThatTheWorkflowShaped() throws Exception {
		OAuth2LoginAuthenticationToken login = signIn();

		assertThatAccessTokenIsShaped(login.getAccessToken(), "openid", "profile", "email");
		OidcUser user = (OidcUser) login.getPrincipal();
		assertThat(user.getName()).isEqualTo(DemoAccounts.USERNAME);
		assertThat(user.getIdToken().getClaimAsString("greeting")).isEqualTo("Hello, Ada!");
		assertThat(user.getIdToken().getLocale()).isEqualTo("en-GB");
	}

	@Test
	void aRefreshTokenGetsATokenThatTheWorkflowShaped() throws Exception {
		OAuth2LoginAuthenticationToken login = signIn();
		OAuth2AuthorizedClient before = new OAuth2AuthorizedClient(login.getClientRegistration(), login.getName(),
				login.getAccessToken(), login.getRefreshToken());
		// Every token expires within the hour, so the client asks for a new one.
		OAuth2AuthorizedClientProvider provider = OAuth2AuthorizedClientProviderBuilder.builder()
			.refreshToken((refresh) -> refresh.clockSkew(Duration.ofHours(1)))
			.build();

		OAuth2AuthorizedClient after = authorize(provider,
				OAuth2AuthorizeRequest.withAuthorizedClient(before).principal(login), login.getClientRegistration());

		assertThat(after.getAccessToken().getTokenValue()).isNotEqualTo(before.getAccessToken().getTokenValue());
		assertThat(after.getRefreshToken().getTokenValue()).isNotEqualTo(before.getRefreshToken().getTokenValue());
		assertThatAccessTokenIsShaped(after.getAccessToken(), "openid", "profile", "email");
	}

	@Test
	void anExchangedTokenIsShapedByTheWorkflowOfUsers() throws Exception {
		OAuth2LoginAuthenticationToken login = signIn();
		TokenExchangeOAuth2AuthorizedClientProvider provider = new TokenExchangeOAuth2AuthorizedClientProvider();
		provider.setSubjectTokenResolver((context) -> login.getAccessToken());

		OAuth2AccessToken token = authorize(provider,
				OAuth2AuthorizeRequest.withClientRegistrationId("machine").principal(login),
				machine(AuthorizationGrantType.TOKEN_EXCHANGE))
			.getAccessToken();

		assertThatAccessTokenIsShaped(token, "read:users", "write:users");
	}

	private static void assertThatAccessTokenIsShaped(OAuth2AccessToken token, String... scopes) throws ParseException {
		JWTClaimsSet claims = claims(token);
		assertThat(claims.getSubject()).isEqualTo(DemoAccounts.USERNAME);
		assertThat(claims.getStringListClaim("roles")).containsExactly("viewer", "editor");
		assertThat(claims.getClaim("plan")).isEqualTo("free");
		assertThat(claims.getStringClaim("scope").split(" ")).containsExactlyInAnyOrder(scopes);
		assertThat(claims.getClaims()).doesNotContainKey("permissions");
	}

	/** What Spring's login filter does, with the redirect and its answer in between. */
	private OAuth2LoginAuthenticationToken signIn() throws Exception {
		ClientRegistration web = ClientRegistrations.fromIssuerLocation(this.address.url(""))
			.registrationId("web")
			.clientId(DemoAccounts.WEB_CLIENT)
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.redirectUri(REDIRECT_URI)
			.scope("openid", "profile", "email")
			.build();
		OAuth2AuthorizationRequest.Builder builder = OAuth2AuthorizationRequest.authorizationCode()
			.authorizationUri(web.getProviderDetails().getAuthorizationUri())
			.clientId(web.getClientId())
			.redirectUri(REDIRECT_URI)
			.scopes(web.getScopes())
			.state(UUID.randomUUID().toString());
		OAuth2AuthorizationRequestCustomizers.withPkce().andThen(nonce()).accept(builder);
		OAuth2AuthorizationRequest request = builder.build();

		URI answer = new PlainBrowser().signIn(URI.create(request.getAuthorizationRequestUri())).uri();

		MultiValueMap<String, String> parameters = UriComponentsBuilder.fromUri(answer).build().getQueryParams();
		OAuth2AuthorizationResponse response = OAuth2AuthorizationResponse.success(parameters.getFirst("code"))
			.redirectUri(REDIRECT_URI)
			.state(parameters.getFirst("state"))
			.build();
		OidcAuthorizationCodeAuthenticationProvider provider = new OidcAuthorizationCodeAuthenticationProvider(
				new RestClientAuthorizationCodeTokenResponseClient(), new OidcUserService());
		return (OAuth2LoginAuthenticationToken) provider
			.authenticate(new OAuth2LoginAuthenticationToken(web, new OAuth2AuthorizationExchange(request, response)));
	}

	/** Spring's client keeps the nonce, and sends its hash. */
	private static Consumer<OAuth2AuthorizationRequest.Builder> nonce() throws Exception {
		String nonce = UUID.randomUUID().toString();
		byte[] hash = MessageDigest.getInstance("SHA-256").digest(nonce.getBytes(StandardCharsets.US_ASCII));
		return (builder) -> builder.attributes((attributes) -> attributes.put(OidcParameterNames.NONCE, nonce))
			.additionalParameters(
					Map.of(OidcParameterNames.NONCE, Base64.getUrlEncoder().withoutPadding().encodeToString(hash)));
	}

	private ClientRegistration machine(AuthorizationGrantType grantType) {
		return ClientRegistrations.fromIssuerLocation(this.address.url(""))
			.registrationId("machine")
			.clientId(DemoAccounts.MACHINE_CLIENT)
			.clientSecret(DemoAccounts.MACHINE_SECRET)
			.authorizationGrantType(grantType)
			.scope("read:users", "write:users")
			.build();
	}

	private static OAuth2AuthorizedClient authorize(OAuth2AuthorizedClientProvider provider,
			OAuth2AuthorizeRequest.Builder request, ClientRegistration client) {
		ClientRegistrationRepository clients = new InMemoryClientRegistrationRepository(client);
		AuthorizedClientServiceOAuth2AuthorizedClientManager manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(
				clients, new InMemoryOAuth2AuthorizedClientService(clients));
		manager.setAuthorizedClientProvider(provider);
		return manager.authorize(request.build());
	}

	private static JWTClaimsSet claims(OAuth2AccessToken token) throws ParseException {
		return SignedJWT.parse(token.getTokenValue()).getJWTClaimsSet();
	}

}
