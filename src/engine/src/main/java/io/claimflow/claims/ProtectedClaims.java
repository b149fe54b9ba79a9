package io.claimflow.claims;

import java.text.Normalizer;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.claimflow.TokenType;

/**
 * The claims that belong to the server. They carry the identity, lifetime and binding of
 * a token, or say what the server has done (RFC 7519, section 4.1; RFC 7662, section 2.2;
 * RFC 7800, section 3.1; RFC 8417, section 2.2; RFC 8485; RFC 8693, sections 4.1 and 4.4;
 * RFC 9068, section 2.2; RFC 9200, section 5.10.3; RFC 9201, section 4.1; RFC 9396,
 * section 9.1; RFC 9493, section 4.1; RFC 9701, section 5; OpenID Connect Core 1.0,
 * sections 2 and 7.4), so no workflow can add, change or remove them.
 */
public final class ProtectedClaims {

	private static final Set<String> EVERY_TOKEN = Set.of("iss", "sub", "aud", "exp", "iat", "nbf", "azp", "act", "sid",
			"cnf", "rs_cnf", "may_act", "sub_id", "sub_jwk", "exi", "events", "token_introspection",
			"authorization_details");

	private static final Map<TokenType, Set<String>> BY_TOKEN = Map.of( //
			TokenType.ACCESS_TOKEN, with("jti", "scp", "active", "token_type"), //
			TokenType.ID_TOKEN, with("jti", "auth_time", "updated_at", "rat", "nonce", "at_hash", "c_hash"), //
			TokenType.M2M_TOKEN, with("jti", "scp", "gty", "active", "token_type"));

	/** Protected in every token in which the server has set them. */
	private static final Set<String> WHERE_SET = Set.of("nonce", "at_hash", "c_hash", "s_hash", "acr", "amr", "vot",
			"vtm");

	/**
	 * Names for whom a token was issued, to whom, or when that person signed in (RFC
	 * 7662, section 2.2; RFC 9068, sections 2.2 and 2.2.1): a workflow may say so, and
	 * nothing else.
	 */
	private static final Map<TokenType, Set<String>> TRUE_OR_ABSENT = Map.of( //
			TokenType.ACCESS_TOKEN, Set.of("client_id", "username", "auth_time"), //
			TokenType.ID_TOKEN, Set.of("client_id"), //
			TokenType.M2M_TOKEN, Set.of("client_id", "username", "auth_time"));

	/** What most names are, which is read as it is. */
	private static final Pattern PLAIN = Pattern.compile("[a-z0-9_]+");

	/**
	 * What a reader does not see: control and format characters, separators, marks, and
	 * the rest of Unicode's property Default_Ignorable_Code_Point, which Java has no name
	 * for.
	 */
	private static final Pattern UNSEEN = Pattern
		.compile("[\\p{C}\\p{Z}\\p{M}\\u115F\\u1160\\u3164\\uFFA0\\uFFF0-\\uFFF8\\x{E0000}-\\x{E0FFF}]");

	private ProtectedClaims() {
	}

	private static Set<String> with(String... names) {
		Set<String> all = new TreeSet<>(EVERY_TOKEN);
		all.addAll(Set.of(names));
		return Set.copyOf(all);
	}

	/** The names that are protected in a token whatever the server has set. */
	public static Set<String> names(TokenType token) {
		return BY_TOKEN.getOrDefault(token, EVERY_TOKEN);
	}

	/**
	 * Whether a claim may have no other value than the true one.
	 * @param token the token that carries the claim
	 * @param name the claim's name
	 */
	static boolean isTrueOrAbsent(TokenType token, String name) {
		return TRUE_OR_ABSENT.getOrDefault(token, Set.of()).contains(name);
	}

	/**
	 * Whether a claim is protected. A name that a careless reader could take for a
	 * protected one (another case, an invisible character, letters that look alike) is
	 * protected too, as are the two names that change how a reader builds its objects.
	 * @param token the token that carries the claim
	 * @param name the claim's name
	 * @param before the token's claims as the server has set them
	 */
	static boolean contains(TokenType token, String name, Map<String, Object> before) {
		if (PLAIN.matcher(name).matches()) {
			return name.equals("__proto__") || names(token).contains(name)
					|| (WHERE_SET.contains(name) && before.containsKey(name));
		}
		int[] seen = seen(name);
		return seen.length == 0 || LookAlikes.match(seen, "__proto__") || LookAlikes.match(seen, "@class")
				|| LookAlikes.match(seen, "scope") || anyMatches(seen, names(token))
				|| anyMatches(seen, TRUE_OR_ABSENT.getOrDefault(token, Set.of()))
				|| WHERE_SET.stream().anyMatch((where) -> before.containsKey(where) && LookAlikes.match(seen, where));
	}

	private static boolean anyMatches(int[] seen, Set<String> names) {
		return names.stream().anyMatch((name) -> LookAlikes.match(seen, name));
	}

	/**
	 * The characters of a name as a reader takes them who knows neither case nor width
	 * nor accents, and sees nothing of what is not shown.
	 */
	static int[] seen(String name) {
		return UNSEEN.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
			.replaceAll("")
			.codePoints()
			.map((c) -> Character.toLowerCase(Character.toUpperCase(c)))
			.toArray();
	}

}
