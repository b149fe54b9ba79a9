package io.claimflow.spring.management;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

import io.claimflow.management.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Passwords that another system has hashed.
 */
class HashedPasswordsTests {

	private static final String BCRYPT = new BCryptPasswordEncoder(4).encode("correct horse");

	private static final PasswordEncoder DELEGATING = PasswordEncoderFactories.createDelegatingPasswordEncoder();

	/** Shared: it learns its encoder's form from two hashes, which take their time. */
	private static final HashedPasswords PASSWORDS = new HashedPasswords(DELEGATING);

	@ParameterizedTest
	@ValueSource(strings = { "$2a$", "$2b$", "$2y$" })
	void bcryptOfEveryVersionVerifies(String version) {
		String hash = version + BCRYPT.substring(4);
		assertThat(DELEGATING.matches("correct horse", PASSWORDS.encoded(hash, null, false))).isTrue();
		assertThat(DELEGATING.matches("correct horse", PASSWORDS.encoded(hash, "BCRYPT", false))).isTrue();
		assertThat(DELEGATING.matches("correct horse", PASSWORDS.encoded(hash, "crypt", false))).isTrue();
		assertThat(DELEGATING.matches("other", PASSWORDS.encoded(hash, null, false))).isFalse();
	}

	@Test
	void hashOfTheApplicationsOwnEncoderIsTakenAsItIs() {
		String own = DELEGATING.encode("correct horse");
		assertThat(PASSWORDS.encoded(own, null, false)).isEqualTo(own);
		assertThatExceptionOfType(ApiException.class)
			.isThrownBy(() -> PASSWORDS.encoded("{noop}correct horse", null, false));
		assertThatExceptionOfType(ApiException.class)
			.isThrownBy(() -> PASSWORDS.encoded("{bcrypt}correct horse", null, false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{bcrypt}$2a$31$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
			"{bcrypt}$2a$16$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
			"{bcrypt}$2y$31$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", "{bcrypt}", "{bcrypt} ", "{bcrypt",
			"{}", "{", "{BCRYPT}$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
			"{bcrypt}{bcrypt}$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
			"{bcrypt}{noop}correct horse", "{noop}", "{MD5}5f4dcc3b5aa765d61d8327deb882cf99", "{pbkdf2}", "{scrypt}",
			"{scrypt}$ff08ff$c2FsdA==$aGFzaA==", "{argon2}", "{argon2@SpringSecurity_v5_8}",
			"{argon2@SpringSecurity_v5_8}$argon2id$v=19$m=9999999,t=99,p=1$c29tZXNhbHQxMjM0NTY3OA$uPxXUkbSSFoVyPjCSbmLQ3VDQYOhYbcl5ZXQ2MHHAyo" })
	void hashWithAnIdentifierHasTheLimitsOfOneWithout(String hash) {
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> PASSWORDS.encoded(hash, null, false))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("PASSWORD_HASH_UNSUPPORTED"));
	}

	@Test
	void hashWithTheIdentifierOfBcryptAndACostWithinTheLimitsVerifies() {
		String encoded = PASSWORDS.encoded("{bcrypt}" + BCRYPT, null, false);
		assertThat(DELEGATING.matches("correct horse", encoded)).isTrue();
	}

	/** Another number of iterations cannot be seen in a hash of pbkdf2. */
	@Test
	void hashOfAnotherEncoderOfTheApplicationsIsTakenInItsFormOnly() {
		Pbkdf2PasswordEncoder pbkdf2 = new Pbkdf2PasswordEncoder("", 16, 1000,
				Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
		PasswordEncoder encoder = new DelegatingPasswordEncoder("pbkdf2", Map.of("pbkdf2", pbkdf2));
		HashedPasswords own = new HashedPasswords(encoder);
		String hash = encoder.encode("correct horse");
		assertThat(own.encoded(hash, null, false)).isEqualTo(hash);
		assertThat(new HashedPasswords(pbkdf2).encoded(pbkdf2.encode("correct horse"), null, false)).isNotEmpty();
		for (String other : new String[] { "{pbkdf2}", hash + "00", hash.substring(0, hash.length() - 2),
				"{PBKDF2}" + hash.substring(8), hash.substring(0, hash.length() - 1) + "z", "{pbkdf2}" + hash }) {
			assertThatExceptionOfType(ApiException.class).as(other).isThrownBy(() -> own.encoded(other, null, false));
		}
	}

	@Test
	void encoderOfBcryptAloneGetsTheHashAsItIs() {
		assertThat(new HashedPasswords(new BCryptPasswordEncoder()).encoded(BCRYPT, null, false)).isEqualTo(BCRYPT);
	}

	@Test
	void md5WithoutASaltVerifies() throws Exception {
		String hash = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest("correct horse".getBytes()));
		assertThat(DELEGATING.matches("correct horse", PASSWORDS.encoded(hash, "md5", false))).isTrue();
		assertThat(DELEGATING.matches("correct horse", PASSWORDS.encoded(hash.toUpperCase(), "md5", false))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "not-a-hash,bcrypt", "$2x$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt",
			"$2a$31$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt",
			"$2a$03$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,bcrypt",
			"$6$salt$IxDD3jeSOb5eB1CX5LBsqZFVkJdido3OUILO5Ifz5iwMuTS4XMS130MTSuDDl3aCI6WouIL9AjRbLCelDCy.g.,crypt",
			"$P$B12345678abcdefghijklmnopqrstuv,wordpress", "zz,md5", "5f4dcc3b5aa765d61d8327deb882cf99,sha1",
			"{noop}password,noop", "{noop}password,bcrypt" })
	void whatNothingVerifiesIsRefusedWithoutBeingQuoted(String hash, String method) {
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> PASSWORDS.encoded(hash, method, false))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("PASSWORD_HASH_UNSUPPORTED"))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(hash).contains("bcrypt"));
	}

	@Test
	void saltedMd5IsRefused() {
		assertThatExceptionOfType(ApiException.class)
			.isThrownBy(() -> PASSWORDS.encoded("5f4dcc3b5aa765d61d8327deb882cf99", "md5", true));
	}

	@Test
	void argon2IsRefusedWithoutBouncyCastle() {
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> PASSWORDS.encoded(
				"$argon2id$v=19$m=16384,t=2,p=1$c29tZXNhbHQxMjM0NTY3OA$uPxXUkbSSFoVyPjCSbmLQ3VDQYOhYbcl5ZXQ2MHHAyo",
				"argon2", false))
			.withMessageContaining("Bouncy Castle");
	}

	@Test
	void encoderThatKnowsNoSuchHashIsNotGivenOne() {
		PasswordEncoder pbkdf2 = new Pbkdf2PasswordEncoder("", 16, 1, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
		HashedPasswords other = new HashedPasswords(new DelegatingPasswordEncoder("pbkdf2", Map.of("pbkdf2", pbkdf2)));
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> other.encoded(BCRYPT, null, false))
			.withMessageContaining("{bcrypt}");
		assertThatExceptionOfType(ApiException.class)
			.isThrownBy(() -> new HashedPasswords(pbkdf2).encoded(BCRYPT, null, false))
			.withMessageContaining("PasswordEncoder");
	}

}
