package io.claimflow.encryption;

import java.security.GeneralSecurityException;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the side that receives encrypted bodies.
 */
class SecureFetchDecryptorTests {

	private static final String KEY = SecureBody.newKey();

	private static final String OTHER = SecureBody.newKey();

	private static final String TEXT = "{\"name\":\"Zoë 🔑\"}";

	private static byte[] sealed() {
		return Base64.getUrlDecoder().decode(SecureBody.encrypt(KEY, TEXT));
	}

	/** The layout that a sample of Kinde's reads. */
	private static byte[] tagFirst(byte[] sealed) {
		byte[] moved = sealed.clone();
		System.arraycopy(sealed, sealed.length - 16, moved, 12, 16);
		System.arraycopy(sealed, 12, moved, 28, sealed.length - 28);
		return moved;
	}

	@Test
	void theBodyIsOneUnpaddedBase64UrlText() {
		assertThat(SecureBody.encrypt(KEY, TEXT)).matches("[A-Za-z0-9_-]+");
		assertThat(sealed()).hasSize(12 + TEXT.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 16);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bothLayoutsAreReadInBothAlphabetsPaddedOrNot(boolean tagFirst) throws Exception {
		SecureFetchDecryptor decryptor = new SecureFetchDecryptor(KEY);
		for (int i = 0; i < 20; i++) {
			byte[] body = tagFirst ? tagFirst(sealed()) : sealed();
			for (Base64.Encoder encoder : new Base64.Encoder[] { Base64.getEncoder(), Base64.getUrlEncoder() }) {
				assertThat(decryptor.decrypt(encoder.encodeToString(body))).isEqualTo(TEXT);
				assertThat(decryptor.decrypt(encoder.withoutPadding().encodeToString(body) + "\n")).isEqualTo(TEXT);
			}
		}
	}

	@Test
	void anyOfTheKeysMayHaveEncrypted() throws Exception {
		SecureFetchDecryptor decryptor = new SecureFetchDecryptor(OTHER,
				KEY.replace('+', '-').replace('/', '_').replace("=", ""));
		assertThat(decryptor.decrypt(SecureBody.encrypt(KEY, ""))).isEmpty();
		assertThat(decryptor.decrypt(SecureBody.encrypt(OTHER, TEXT))).isEqualTo(TEXT);
	}

	@Test
	void whatWasChangedIsRefused() {
		SecureFetchDecryptor decryptor = new SecureFetchDecryptor(KEY);
		byte[] body = sealed();
		for (int i = 0; i < body.length; i++) {
			byte[] changed = body.clone();
			changed[i] ^= 1;
			assertThatExceptionOfType(GeneralSecurityException.class)
				.isThrownBy(() -> decryptor.decrypt(Base64.getUrlEncoder().encodeToString(changed)));
		}
		assertThatExceptionOfType(GeneralSecurityException.class)
			.isThrownBy(() -> new SecureFetchDecryptor(OTHER).decrypt(SecureBody.encrypt(KEY, TEXT)))
			.withMessageContaining("None of the keys");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "AAAA", "{\"name\":1}", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
	void whatIsNotEncryptedIsRefused(String body) {
		assertThatExceptionOfType(GeneralSecurityException.class)
			.isThrownBy(() -> new SecureFetchDecryptor(KEY).decrypt(body));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "c2hvcnQ=", "no base64 at all" })
	void whatIsNoKeyIsRefusedAndNotShown(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> new SecureFetchDecryptor(key))
			.withMessage("A key is not Base64 of 32 bytes")
			.withNoCause();
		assertThatIllegalArgumentException().isThrownBy(SecureFetchDecryptor::new);
	}

}
