package io.claimflow.claims;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.claimflow.Claims;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.claims.ClaimChange.Kind;
import io.claimflow.engine.TestWorkflow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is said of each claim of a run.
 */
class ClaimChangeTests {

	private static List<ClaimChange> changes(String code, Map<String, Object> before) {
		Map<String, Object> claims = new TreeMap<>(before);
		Outcome outcome = TestWorkflow.run(code, claims);
		return ClaimChange.of(Claims.of(TokenType.M2M_TOKEN, claims), outcome);
	}

	private static ClaimChange change(String name, Kind kind, JsonType before, JsonType after) {
		return new ClaimChange(TokenType.M2M_TOKEN, name, kind, Optional.ofNullable(before),
				Optional.ofNullable(after));
	}

	@Test
	void eachClaimIsKeptAddedRemovedChangedRetypedOrRefused() {
		List<ClaimChange> changes = changes("""
				const token = m2mTokenClaims<any>();
				token.size = 2;
				token.roles = "admin staff";
				delete token.secret;
				token.plan = { name: "pro" };
				token.nothing = null;
				token.sub = "somebody else";
				token.jti = "another";
				""",
				Map.of("sub", "1", "kept", List.of(1), "size", 1, "roles", List.of("admin", "staff"), "secret", true));
		assertThat(changes).containsExactly(change("kept", Kind.KEPT, JsonType.ARRAY, JsonType.ARRAY),
				change("roles", Kind.RETYPED, JsonType.ARRAY, JsonType.STRING),
				change("secret", Kind.REMOVED, JsonType.BOOLEAN, null),
				change("size", Kind.CHANGED, JsonType.NUMBER, JsonType.NUMBER),
				change("sub", Kind.REFUSED, JsonType.STRING, JsonType.STRING),
				change("plan", Kind.ADDED, null, JsonType.OBJECT), change("nothing", Kind.ADDED, null, JsonType.NULL),
				change("jti", Kind.REFUSED, null, null));
	}

	@Test
	void aRunThatFailedHasChangedNothing() {
		assertThat(changes("m2mTokenClaims<any>().size = 2; throw new Error('no');", Map.of("size", 1)))
			.containsExactly(change("size", Kind.KEPT, JsonType.NUMBER, JsonType.NUMBER));
	}

	@Test
	void theClaimsAfterwardsAreThoseOfTheToken() {
		Claims before = Claims.of(TokenType.M2M_TOKEN, Map.of("a", 1, "b", 2));
		Outcome outcome = TestWorkflow.run("delete m2mTokenClaims<any>().a; m2mTokenClaims<any>().c = 3;",
				before.tokens().get(TokenType.M2M_TOKEN));
		assertThat(before.after(outcome.effects()).tokens())
			.isEqualTo(Map.of(TokenType.M2M_TOKEN, Map.of("b", 2, "c", 3)));
		assertThat(before.tokens()).isEqualTo(Map.of(TokenType.M2M_TOKEN, Map.of("a", 1, "b", 2)));
	}

}
