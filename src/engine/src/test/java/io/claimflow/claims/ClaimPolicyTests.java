package io.claimflow.claims;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.claimflow.Effect;
import io.claimflow.TokenType;
import io.claimflow.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimPolicyTests {

	@Test
	void unchangedClaimsGiveNoEffects() {
		Map<String, Object> before = claims("sub", "1", "n", 5L, "list", List.of(1, 2));
		Map<String, Object> after = claims("sub", "1", "n", 5, "list", List.of(1.0, 2.0));
		ClaimChanges changes = ClaimPolicy.compare(TokenType.ACCESS_TOKEN, before, after);
		assertThat(changes.effects()).isEmpty();
		assertThat(changes.warnings()).isEmpty();
	}

	@Test
	void addedChangedRetypedAndRemovedClaimsGiveEffects() {
		Map<String, Object> before = claims("roles", List.of("a"), "size", 1, "gone", true);
		Map<String, Object> after = claims("roles", "a", "size", 2, "added", null);
		ClaimChanges changes = ClaimPolicy.compare(TokenType.ID_TOKEN, before, after);
		assertThat(changes.effects()).containsExactly(new Effect.RemoveClaim(TokenType.ID_TOKEN, "gone"),
				new Effect.SetClaim(TokenType.ID_TOKEN, "roles", "a"),
				new Effect.SetClaim(TokenType.ID_TOKEN, "size", 2),
				new Effect.SetClaim(TokenType.ID_TOKEN, "added", null));
		assertThat(changes.warnings()).isEmpty();
	}

	@Test
	void aChangeDeepInsideAClaimSetsTheWholeClaim() {
		Map<String, Object> before = claims("a", Map.of("b", List.of(Map.of("c", 1))));
		Map<String, Object> after = claims("a", Map.of("b", List.of(Map.of("c", 2))));
		assertThat(ClaimPolicy.compare(TokenType.ID_TOKEN, before, after).effects())
			.containsExactly(new Effect.SetClaim(TokenType.ID_TOKEN, "a", after.get("a")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "iss", "sub", "aud", "exp", "iat", "nbf", "azp", "sid", "act", "jti", "scp", "gty", "cnf",
			"may_act" })
	void theServersClaimsOfAnM2mTokenCannotBeAdded(String name) {
		assertRefused(TokenType.M2M_TOKEN, Map.of(), claims(name, "evil"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "iss", "sub", "aud", "exp", "iat", "nbf", "azp", "sid", "act", "jti", "auth_time",
			"updated_at", "rat", "nonce", "at_hash", "c_hash", "cnf", "may_act" })
	void theServersClaimsOfAnIdTokenCannotBeAdded(String name) {
		assertRefused(TokenType.ID_TOKEN, Map.of(), claims(name, "evil"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonce", "at_hash", "c_hash", "s_hash", "acr", "amr", "vot", "vtm" })
	void inAnAccessTokenTheseAreProtectedWhereTheServerSetsThem(String name) {
		assertRefused(TokenType.ACCESS_TOKEN, claims(name, "1"), claims(name, "2"));
		assertRefused(TokenType.ACCESS_TOKEN, claims(name, "1"), Map.of());
		assertThat(ClaimPolicy.compare(TokenType.ACCESS_TOKEN, Map.of(), claims(name, "2")).effects()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sub", "SUB", "sub\u0000", "\u200bsub", "s u b", "ſub", "ｓｕｂ", " sub", "__proto__",
			"@class", "@CLASS", "", "\u0000", "Scope", "Client_ID", "client\uff3fid", "ıss", "İss", "iśs", "ѕub",
			"\u0456ss", "ѕυb", "aꭎd", "\u13daub", "\ua4e2ub", "jtɩ", "e\u2a2fp", "cli\u212ent_id" })
	void aNameThatACarelessReaderTakesForAProtectedOneIsProtected(String name) {
		assertRefused(TokenType.ACCESS_TOKEN, claims("sub", "1", "scope", "a"),
				claims("sub", "1", "scope", "a", name, "evil"));
	}

	@ParameterizedTest
	@MethodSource("defaultIgnorableCodePoints")
	void aNameIsProtectedWithEveryCharacterThatIsNotShown(int character) {
		String invisible = Character.toString(character);
		assertRefused(TokenType.ACCESS_TOKEN, claims("sub", "1"), claims("sub", "1", "su" + invisible + "b", "evil"));
	}

	/** The bounds of each range of Default_Ignorable_Code_Point in Unicode. */
	static IntStream defaultIgnorableCodePoints() {
		return IntStream.of(0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180d, 0x180e, 0x180f, 0x200b,
				0x200f, 0x202a, 0x202e, 0x2060, 0x2064, 0x2065, 0x206f, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff0,
				0xfff8, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0001, 0xe0020, 0xe007f, 0xe0100, 0xe01ef,
				0xe0fff);
	}

	@Test
	void aNameOfAnotherMeaningIsNotProtected() {
		Map<String, Object> after = claims("subject", 1, "роль", 2, "größe", 3, "이름", 4, "roles", 5, "email", 6, "имя",
				7, "έτος", 8, "https://example.com/sub", 9, "年齢層", 10);
		assertThat(ClaimPolicy.compare(TokenType.ACCESS_TOKEN, Map.of(), after).effects()).hasSize(10);
	}

	@ParameterizedTest
	@CsvSource({ "ACCESS_TOKEN,client_id", "ACCESS_TOKEN,username", "ACCESS_TOKEN,auth_time", "M2M_TOKEN,client_id",
			"M2M_TOKEN,username", "M2M_TOKEN,auth_time", "ID_TOKEN,client_id" })
	void someClaimsMayBeSetToTheTrueValueOnly(TokenType token, String name) {
		Map<String, Object> known = Map.of(name, "true");
		assertRefused(token, Map.of(), Map.of(), claims(name, "true"));
		assertRefused(token, Map.of(), known, claims(name, "other"));
		assertRefused(token, claims(name, "true"), known, claims(name, "other"));
		assertRefused(token, claims(name, "true"), known, Map.of());
		assertThat(ClaimPolicy.compare(token, Map.of(), known, claims(name, "true")).effects())
			.containsExactly(new Effect.SetClaim(token, name, "true"));
		assertThat(ClaimPolicy.serverClaims(token, claims(name, "true"))).containsKey(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sub_id", "sub_jwk", "rs_cnf", "exi", "events", "token_introspection",
			"authorization_details", "active", "token_type" })
	void whatSaysWhatTheServerHasDoneCannotBeAdded(String name) {
		assertRefused(TokenType.ACCESS_TOKEN, Map.of(), claims(name, "evil"));
		assertRefused(TokenType.M2M_TOKEN, Map.of(), claims(name, "evil"));
	}

	@Test
	void aProtectedClaimCannotBeRemoved() {
		assertRefused(TokenType.ACCESS_TOKEN, claims("sub", "1"), Map.of());
	}

	@Test
	void scopeMayBecomeAStringOrAnArrayOfTheSameScopes() {
		assertThat(
				ClaimPolicy.compare(TokenType.ACCESS_TOKEN, claims("scope", List.of("a", "b")), claims("scope", "b a"))
					.effects())
			.containsExactly(new Effect.SetClaim(TokenType.ACCESS_TOKEN, "scope", "b a"));
		assertThat(
				ClaimPolicy.compare(TokenType.ACCESS_TOKEN, claims("scope", "a b"), claims("scope", List.of("a", "b")))
					.effects())
			.hasSize(1);
	}

	@Test
	void scopeKeepsItsValues() {
		Map<String, Object> before = claims("scope", List.of("a", "b"));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", "a b admin"));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", "a  b"));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", " a b"));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", "a b "));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", "a b a"));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", "a\tb"));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", List.of("a", "b", "b")));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", List.of("a b")));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", List.of("a", "b", "")));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", "a"));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", List.of("a", "b", 5)));
		assertRefused(TokenType.ACCESS_TOKEN, before, claims("scope", Map.of("a", "b")));
		assertRefused(TokenType.ACCESS_TOKEN, before, Map.of());
		assertRefused(TokenType.ACCESS_TOKEN, Map.of(), claims("scope", "admin"));
	}

	@Test
	void aWarningNamesTheClaimAndNotItsValue() {
		ClaimChanges changes = ClaimPolicy.compare(TokenType.M2M_TOKEN, Map.of(), claims("sub\u0000", "hush"));
		assertThat(changes.warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.kind()).isEqualTo(Warning.Kind.PROTECTED_CLAIM);
			assertThat(warning.message()).contains("sub\\u0000", "kinde.m2mToken").doesNotContain("hush");
		});
	}

	@Test
	void withoutCustomClaimsTheServersOwnRemain() {
		Map<String, Object> before = claims("sub", "1", "scope", "a", "nonce", "n", "roles", List.of());
		assertThat(ClaimPolicy.serverClaims(TokenType.ACCESS_TOKEN, before)).containsOnlyKeys("sub", "scope", "nonce");
	}

	private static void assertRefused(TokenType token, Map<String, Object> before, Map<String, Object> after) {
		assertRefused(token, before, Map.of(), after);
	}

	private static void assertRefused(TokenType token, Map<String, Object> before, Map<String, Object> known,
			Map<String, Object> after) {
		ClaimChanges changes = ClaimPolicy.compare(token, before, known, after);
		assertThat(changes.effects()).isEmpty();
		assertThat(changes.warnings()).singleElement()
			.extracting(Warning::kind)
			.isEqualTo(Warning.Kind.PROTECTED_CLAIM);
	}

	private static Map<String, Object> claims(Object... namesAndValues) {
		Map<String, Object> claims = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			claims.put((String) namesAndValues[i], Arrays.asList(namesAndValues).get(i + 1));
		}
		return claims;
	}

}
