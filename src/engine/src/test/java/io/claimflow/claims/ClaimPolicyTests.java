package io.claimflow.claims;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.claimflow.Effect;
import io.claimflow.TokenType;
import io.claimflow.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
	@ValueSource(strings = { "nonce", "auth_time", "at_hash", "c_hash" })
	void inAnAccessTokenTheseAreProtectedWhereTheServerSetsThem(String name) {
		assertRefused(TokenType.ACCESS_TOKEN, claims(name, "1"), claims(name, "2"));
		assertRefused(TokenType.ACCESS_TOKEN, claims(name, "1"), Map.of());
		assertThat(ClaimPolicy.compare(TokenType.ACCESS_TOKEN, Map.of(), claims(name, "2")).effects()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sub", "SUB", "sub\u0000", "\u200bsub", "s u b", "ſub", "ｓｕｂ", " sub", "__proto__",
			"@class", "@CLASS", "", "\u0000", "Scope" })
	void aNameThatACarelessReaderTakesForAProtectedOneIsProtected(String name) {
		assertRefused(TokenType.ACCESS_TOKEN, claims("sub", "1", "scope", "a"),
				claims("sub", "1", "scope", "a", name, "evil"));
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
		ClaimChanges changes = ClaimPolicy.compare(token, before, after);
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
