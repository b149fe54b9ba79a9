package io.claimflow.encryption;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the keys that encrypt what rests in a store.
 */
class KeyRingTests {

	private static final String OLD = key(1);

	private static final String NEW = key(2);

	private static String key(int fill) {
		byte[] key = new byte[32];
		java.util.Arrays.fill(key, (byte) fill);
		return Base64.getEncoder().encodeToString(key);
	}

	@Test
	void aTextComesBack() {
		KeyRing keys = KeyRing.of(Map.of("k1", OLD), Optional.empty());
		String encrypted = keys.encrypt("geheim ü 🔑", "table/row");
		assertThat(encrypted).matches("k1:[A-Za-z0-9_-]+").doesNotContain("geheim");
		assertThat(keys.decrypt(encrypted, "table/row")).isEqualTo("geheim ü 🔑");
	}

	@Test
	void theSameTextIsNeverEncryptedToTheSame() {
		KeyRing keys = KeyRing.of(Map.of("k1", OLD), Optional.empty());
		assertThat(keys.encrypt("text", "row")).isNotEqualTo(keys.encrypt("text", "row"));
	}

	@Test
	void anOldKeyDecryptsAndTheActiveOneEncrypts() {
		String old = KeyRing.of(Map.of("k1", OLD), Optional.empty()).encrypt("text", "row");
		KeyRing both = KeyRing.of(Map.of("k1", OLD, "k2", NEW), Optional.of("k2"));
		assertThat(both.decrypt(old, "row")).isEqualTo("text");
		assertThat(both.isCurrent(old)).isFalse();
		String current = both.encrypt("text", "row");
		assertThat(both.isCurrent(current)).isTrue();
		assertThat(KeyRing.of(Map.of("k2", NEW), Optional.empty()).decrypt(current, "row")).isEqualTo("text");
	}

	@Test
	void aKeyThatIsGoneIsNamed() {
		String old = KeyRing.of(Map.of("k1", OLD), Optional.empty()).encrypt("text", "row");
		KeyRing without = KeyRing.of(Map.of("k2", NEW), Optional.empty());
		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> without.decrypt(old, "row"))
			.withMessageContaining("the key 'k1'")
			.withMessageContaining("there is no claimflow.encryption.keys.k1");
	}

	@Test
	void anotherKeyOfThatNameIsNamed() {
		String old = KeyRing.of(Map.of("k1", OLD), Optional.empty()).encrypt("text", "row");
		KeyRing other = KeyRing.of(Map.of("k1", NEW), Optional.empty());
		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> other.decrypt(old, "row"))
			.withMessageContaining("The key 'k1' does not decrypt")
			.withMessageContaining("claimflow.encryption.keys.k1 is another key");
	}

	@Test
	void aTextDecryptsNowhereElseAndUnchangedOnly() {
		KeyRing keys = KeyRing.of(Map.of("k1", OLD), Optional.empty());
		String encrypted = keys.encrypt("text", "row");
		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> keys.decrypt(encrypted, "other row"));
		char last = encrypted.charAt(encrypted.length() - 2);
		String changed = encrypted.substring(0, encrypted.length() - 2) + ((last == 'A') ? 'B' : 'A')
				+ encrypted.charAt(encrypted.length() - 1);
		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> keys.decrypt(changed, "row"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "plain text", "k1:", "k1:AAAA", "k1:!!!", ":AAAA", "a b:AAAA" })
	void whatIsNoEncryptedTextIsRefused(String stored) {
		KeyRing keys = KeyRing.of(Map.of("k1", OLD), Optional.empty());
		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> keys.decrypt(stored, "row"));
	}

	@Test
	void withoutAKeyNothingIsEncrypted() {
		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> KeyRing.empty().encrypt("text", "row"))
			.withMessageContaining("set claimflow.encryption.keys.<id>");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "c2hvcnQ=", "not base64 of a k3y", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
	void whatIsNoKeyIsRefusedAndNotShown(String key) {
		assertThatExceptionOfType(EncryptionException.class)
			.isThrownBy(() -> KeyRing.of(Map.of("k1", key), Optional.empty()))
			.withMessage("claimflow.encryption.keys.k1 is not Base64 of 32 bytes");
	}

	@Test
	void whichOfSeveralKeysEncryptsHasToBeSaid() {
		Map<String, String> keys = Map.of("k1", OLD, "k2", NEW);
		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> KeyRing.of(keys, Optional.empty()))
			.withMessageContaining("active-key does not say which");
		assertThatExceptionOfType(EncryptionException.class).isThrownBy(() -> KeyRing.of(keys, Optional.of("k3")))
			.withMessageContaining("there is no claimflow.encryption.keys.k3");
	}

	@Test
	void aCodeHoldsForItsContentAndItsPlaceOnly() {
		KeyRing keys = KeyRing.of(Map.of("k1", OLD), Optional.empty());
		String code = keys.authenticate(bytes("content"), "table/1");
		assertThat(code).matches("k1:[A-Za-z0-9_-]{43}");
		assertThat(keys.isAuthentic(bytes("content"), "table/1", code)).isTrue();
		assertThat(keys.isAuthentic(bytes("content "), "table/1", code)).isFalse();
		assertThat(keys.isAuthentic(bytes("content"), "table/2", code)).isFalse();
		assertThat(keys.isAuthentic(bytes("1content"), "table/", code)).isFalse();
		assertThat(keys.isAuthentic(bytes("content"), "table/1", "k1:")).isFalse();
		assertThat(keys.isAuthentic(bytes("content"), "table/1", "k1:!!!")).isFalse();
	}

	@Test
	void anOldKeyAuthenticatesUntilItIsGone() {
		String code = KeyRing.of(Map.of("k1", OLD), Optional.empty()).authenticate(bytes("content"), "row");
		KeyRing both = KeyRing.of(Map.of("k1", OLD, "k2", NEW), Optional.of("k2"));
		assertThat(both.isAuthentic(bytes("content"), "row", code)).isTrue();
		assertThat(both.isCurrent(code)).isFalse();
		assertThat(both.isCurrent(both.authenticate(bytes("content"), "row"))).isTrue();
		KeyRing other = KeyRing.of(Map.of("k1", NEW), Optional.empty());
		assertThat(other.isAuthentic(bytes("content"), "row", code)).isFalse();
		KeyRing without = KeyRing.of(Map.of("k2", NEW), Optional.empty());
		assertThatExceptionOfType(EncryptionException.class)
			.isThrownBy(() -> without.isAuthentic(bytes("content"), "row", code))
			.withMessageContaining("there is no claimflow.encryption.keys.k1");
		assertThatExceptionOfType(EncryptionException.class)
			.isThrownBy(() -> both.isAuthentic(bytes("content"), "row", ""));
	}

	@Test
	void withoutAKeyNothingIsAuthenticated() {
		assertThatExceptionOfType(EncryptionException.class)
			.isThrownBy(() -> KeyRing.empty().authenticate(bytes("content"), "row"))
			.withMessageContaining("set claimflow.encryption.keys.<id>");
	}

	/** The key that encrypts is not the one that authenticates. */
	@Test
	void theKeyOfACodeIsDerived() throws Exception {
		KeyRing keys = KeyRing.of(Map.of("k1", OLD), Optional.empty());
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(Base64.getDecoder().decode(OLD), "HmacSHA256"));
		mac.init(new SecretKeySpec(mac.doFinal(bytes("claimflow authentication\u0001")), "HmacSHA256"));
		mac.update(new byte[] { 0, 0, 0, 3 });
		mac.update(bytes("row"));
		assertThat(keys.authenticate(bytes("content"), "row"))
			.isEqualTo("k1:" + Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes("content"))));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void aRingShowsNoKey() {
		assertThat(KeyRing.of(Map.of("k1", OLD), Optional.empty())).hasToString("KeyRing[keys=[k1], active=k1]");
	}

}
