package io.claimflow.spring.signin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

import com.webauthn4j.converter.AttestationObjectConverter;
import com.webauthn4j.converter.AuthenticatorDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionAuthenticatorOutput;
import com.webauthn4j.data.extension.authenticator.RegistrationExtensionAuthenticatorOutput;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.MapPublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.MapUserCredentialRepository;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a sign-in with a passkey (Web Authentication), whose filter Spring Security
 * gives no session strategy.
 */
class PasskeySignInTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final Authenticator AUTHENTICATOR = new Authenticator();

	private static SignInServer server;

	@BeforeAll
	static void start() {
		server = SignInServer.start(Passkeys.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Response signIn(Browser browser) {
		String options = browser.postJson("/webauthn/authenticate/options", "").body();
		String challenge = JsonMapper.shared().readTree(options).path("challenge").asString();
		return browser.postJson("/login/webauthn", AUTHENTICATOR.answer(challenge));
	}

	@Test
	void aPasskeyIsJudgedOnce() {
		server.workflow("");
		Browser browser = new Browser(server.server());
		browser.authorize(CLIENT);
		assertThat(signIn(browser).json()).containsEntry("authenticated", true);
		assertThat(server.auth()).containsEntry("connectionId", "webauthn");
		assertThat(browser.authorize(CLIENT).location()).contains("code=");
		assertThat(server.runs()).isEmpty();
	}

	@Test
	void aDeniedPasskeyEndsWithoutASession() {
		server.workflow("denyAccess('no');");
		Browser browser = new Browser(server.server());
		assertThat(signIn(browser).status()).isEqualTo(401);
		assertThat(server.runs()).hasSize(1);
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(AuthorizationServerChain.class)
	static class Passkeys {

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			http.authorizeHttpRequests(
					(requests) -> requests.requestMatchers("/error").permitAll().anyRequest().authenticated());
			http.formLogin(Customizer.withDefaults());
			http.webAuthn((webAuthn) -> webAuthn.rpId(Authenticator.SITE)
				.rpName("Test")
				.allowedOrigins("https://" + Authenticator.SITE));
			return http.build();
		}

		@Bean
		PublicKeyCredentialUserEntityRepository users() {
			MapPublicKeyCredentialUserEntityRepository users = new MapPublicKeyCredentialUserEntityRepository();
			users.save(ImmutablePublicKeyCredentialUserEntity.builder()
				.id(Authenticator.USER_ID)
				.name(AuthServerConfiguration.USER)
				.displayName("User")
				.build());
			return users;
		}

		@Bean
		UserCredentialRepository credentials() {
			MapUserCredentialRepository credentials = new MapUserCredentialRepository();
			credentials.save(AUTHENTICATOR.record());
			return credentials;
		}

	}

	/** An authenticator with one passkey. */
	private static final class Authenticator {

		static final String SITE = "login.example.com";

		static final Bytes USER_ID = Bytes.random();

		private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

		private final ObjectConverter converter = new ObjectConverter();

		private final Bytes credentialId = Bytes.random();

		private final KeyPair keys;

		Authenticator() {
			try {
				KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
				generator.initialize(new ECGenParameterSpec("secp256r1"));
				this.keys = generator.generateKeyPair();
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/** What the server has kept of the passkey since its registration. */
		ImmutableCredentialRecord record() {
			EC2COSEKey key = EC2COSEKey.create((ECPublicKey) this.keys.getPublic(), COSEAlgorithmIdentifier.ES256);
			AuthenticatorData<RegistrationExtensionAuthenticatorOutput> data = new AuthenticatorData<>(
					sha256(SITE.getBytes(StandardCharsets.UTF_8)),
					(byte) (AuthenticatorData.BIT_UP | AuthenticatorData.BIT_UV | AuthenticatorData.BIT_AT), 0,
					new AttestedCredentialData(AAGUID.ZERO, this.credentialId.getBytes(), key));
			return ImmutableCredentialRecord.builder()
				.userEntityUserId(USER_ID)
				.credentialId(this.credentialId)
				.publicKey(new ImmutablePublicKeyCose(this.converter.getCborConverter().writeValueAsBytes(key)))
				.attestationObject(new Bytes(new AttestationObjectConverter(this.converter)
					.convertToBytes(new AttestationObject(data, new NoneAttestationStatement()))))
				.transports(Set.of())
				.label("passkey")
				.build();
		}

		/** The answer to a challenge. */
		String answer(String challenge) {
			byte[] client = JsonMapper.shared()
				.writeValueAsBytes(Map.of("type", "webauthn.get", "challenge", challenge, "origin", "https://" + SITE));
			byte[] data = new AuthenticatorDataConverter(this.converter)
				.convert(new AuthenticatorData<AuthenticationExtensionAuthenticatorOutput>(
						sha256(SITE.getBytes(StandardCharsets.UTF_8)),
						(byte) (AuthenticatorData.BIT_UP | AuthenticatorData.BIT_UV), 0));
			return JsonMapper.shared()
				.writeValueAsString(Map.of("id", this.credentialId.toBase64UrlString(), "rawId",
						this.credentialId.toBase64UrlString(), "type", "public-key", "response",
						Map.of("authenticatorData", BASE64.encodeToString(data), "clientDataJSON",
								BASE64.encodeToString(client), "signature",
								BASE64.encodeToString(sign(data, sha256(client))), "userHandle",
								USER_ID.toBase64UrlString()),
						"clientExtensionResults", Map.of(), "authenticatorAttachment", "platform"));
		}

		private byte[] sign(byte[]... parts) {
			try {
				Signature signature = Signature.getInstance("SHA256withECDSA");
				signature.initSign(this.keys.getPrivate());
				for (byte[] part : parts) {
					signature.update(part);
				}
				return signature.sign();
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static byte[] sha256(byte[] bytes) {
			try {
				return MessageDigest.getInstance("SHA-256").digest(bytes);
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
