package io.claimflow.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for the forms in which secrets are masked.
 */
class SecretMaskTests {

	private static final String ODD = "sk/live+4f\"9?k~L&ö é=Zr{2}wQ'8v\\t#hX";

	private static String masked(String secret, String text) {
		SecretMask mask = new SecretMask();
		mask.add(secret);
		return mask.apply(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { ODD, "plainKey0123456789abcdef", "short-one", "四つの秘密の言葉です" })
	void aSecretIsMaskedInEveryForm(String secret) {
		byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
		String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
		assertThat(masked(secret, "a " + secret + " b")).isEqualTo("a ****** b");
		assertThat(masked(secret, JsonMapper.shared().writeValueAsString(secret))).isEqualTo("\"******\"");
		assertThat(masked(secret, "q=" + form + "&r")).isEqualTo("q=******&r");
		assertThat(masked(secret, "q=" + form.replace("+", "%20") + "&r")).isEqualTo("q=******&r");
		String lower = java.util.regex.Pattern.compile("%..").matcher(form).replaceAll((m) -> m.group().toLowerCase());
		assertThat(masked(secret, "q=" + lower + "&r")).isEqualTo("q=******&r");
		assertThat(masked(secret, HexFormat.of().formatHex(bytes))).isEqualTo("******");
		assertThat(masked(secret, HexFormat.of().withUpperCase().formatHex(bytes))).isEqualTo("******");
		assertThat(masked(secret, Base64.getEncoder().encodeToString(bytes))).isEqualTo("******");
		assertThat(masked(secret, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))).isEqualTo("******");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Tr0ub4dor-And-3", "ＦＵＬＬ-Wide-Secret", "Pässwört-9-Über", "aB3$X" })
	void aSecretInTheNameOfAHostIsMasked(String secret) {
		for (String name : List.of(secret, "db-" + secret + "-1", secret + ".db")) {
			String host = java.net.IDN.toASCII(name + ".example", java.net.IDN.ALLOW_UNASSIGNED).toLowerCase();
			assertThat(masked(secret, "The host of http://" + host + ":8443 is not known"))
				.matches("The host of http://(db-)?[*]{6}(-1|\\.db)?\\.example:8443 is not known")
				.doesNotContainIgnoringCase(secret);
		}
	}

	@Test
	void anotherNameOfAHostStaysAsItIs() {
		assertThat(masked("Pässwört-9-Über", "http://xn--mnchen-3ya.example"))
			.isEqualTo("http://xn--mnchen-3ya.example");
	}

	@Test
	void aSecretThatIsLongerThanAnyNameOfAHostIsMasked() {
		String secret = "Pässwört-9-".repeat(2_000);
		assertThat(masked(secret, "it is " + secret)).isEqualTo("it is ******");
	}

	@Test
	void aSecretIsMaskedWhereverItIsInABase64Text() {
		String secret = "Zq7/x+T9mB2kW4vN8sJ1";
		for (int before = 0; before < 8; before++) {
			for (int after = 0; after < 4; after++) {
				String text = "u".repeat(before) + secret + "z".repeat(after);
				String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
				String left = masked(secret, base64);
				assertThat(left).as(text).contains("******");
				assertThat(left.replace("******", "").length()).as(left)
					.isLessThanOrEqualTo(base64.length() - secret.length() * 8 / 6 + 3);
			}
		}
	}

	@Test
	void aLongPartOfASecretIsMaskedInEveryForm() {
		String secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
		String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
		String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
		for (String form : new String[] { secret, base64, hex }) {
			assertThat(masked(secret, "begins " + form.substring(0, 12) + "…")).isEqualTo("begins ******…");
			assertThat(masked(secret, "ends …" + form.substring(form.length() - 12))).isEqualTo("ends …******");
			assertThat(masked(secret, "has " + form.substring(5, 25) + " in it")).isEqualTo("has ****** in it");
		}
		assertThat(masked(secret, secret.substring(0, 10) + "\n" + secret.substring(10)))
			.isEqualTo("sk_live_4e\n******");
	}

	@Test
	void mostOfAPasswordIsMasked() {
		assertThat(masked("sw0rdfish-9", "all but one: w0rdfish-9, sw0rdfish-"))
			.isEqualTo("all but one: ******, ******");
	}

	@Test
	void aFewCharactersOfASecretAreNot() {
		assertThat(masked("https://hooks.example.com/services/T00/B00/Xz9", "A call to https://api.example.org"))
			.isEqualTo("A call to https://api.example.org");
		assertThat(masked("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "sk_live_ keys")).isEqualTo("sk_live_ keys");
	}

	@Test
	void severalSecretsAreMaskedInOneText() {
		SecretMask mask = new SecretMask();
		mask.add("alpha-Zq7xT9mB2k");
		assertThat(mask.apply("alpha-Zq7xT9mB2k omega-W4vN8sJ1pL")).isEqualTo("****** omega-W4vN8sJ1pL");
		mask.add("omega-W4vN8sJ1pL");
		mask.add("");
		assertThat(mask.apply("alpha-Zq7xT9mB2k omega-W4vN8sJ1pL")).isEqualTo("****** ******");
	}

	@Test
	void longAndRepetitiveSecretsCostLittle() {
		SecretMask mask = new SecretMask();
		mask.add("a".repeat(1_000_000));
		String random = new Random(7).ints(100_000, 'a', 'z')
			.mapToObj(Character::toString)
			.collect(java.util.stream.Collectors.joining());
		mask.add(random);
		org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
			assertThat(mask.apply("x" + "a".repeat(1_000_000) + "x")).doesNotContain("aaaaaaaaaaaa");
			assertThat(mask.apply(random.substring(100, 10_000))).isEqualTo("******");
			assertThat(mask.apply("b".repeat(1_000_000))).hasSize(1_000_000);
		});
		assertThatNoException().isThrownBy(() -> mask.apply("a"));
	}

}
