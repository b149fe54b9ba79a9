package io.claimflow.claims;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.claimflow.TokenType;

/**
 * The claims that belong to the server. They carry the identity, lifetime and binding of
 * a token (RFC 7519, section 4.1; RFC 9068, section 2.2; OpenID Connect Core 1.0, section
 * 2; RFC 7800, section 3.1; RFC 8693, sections 4.1 and 4.4), so no workflow can add,
 * change or remove them.
 */
public final class ProtectedClaims {

	private static final Set<String> EVERY_TOKEN = Set.of("iss", "sub", "aud", "exp", "iat", "nbf", "azp", "act", "sid",
			"cnf", "may_act");

	private static final Map<TokenType, Set<String>> BY_TOKEN = Map.of( //
			TokenType.ACCESS_TOKEN, with("jti", "scp"), //
			TokenType.ID_TOKEN, with("jti", "auth_time", "updated_at", "rat", "nonce", "at_hash", "c_hash"), //
			TokenType.M2M_TOKEN, with("jti", "scp", "gty"));

	/** Protected in every token in which the server has set them. */
	private static final Set<String> WHERE_SET = Set.of("nonce", "auth_time", "at_hash", "c_hash");

	/** What most names are, which is canonical as it is. */
	private static final Pattern PLAIN = Pattern.compile("[a-z0-9_]+");

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
	 * Whether a claim is protected. A name that a careless reader could take for a
	 * protected one (another case, an invisible character) is protected too, as are the
	 * two names that change how a reader builds its objects.
	 * @param token the token that carries the claim
	 * @param name the claim's name
	 * @param before the token's claims as the server has set them
	 */
	static boolean contains(TokenType token, String name, Map<String, Object> before) {
		String canonical = canonical(name);
		return canonical.isEmpty() || canonical.equals("__proto__") || canonical.equals("@class")
				|| names(token).contains(canonical) || (WHERE_SET.contains(canonical) && before.containsKey(canonical))
				|| (!canonical.equals(name) && canonical.equals("scope"));
	}

	private static String canonical(String name) {
		if (PLAIN.matcher(name).matches()) {
			return name;
		}
		return Normalizer.normalize(name, Normalizer.Form.NFKC)
			.replaceAll("[\\p{C}\\p{Z}]", "")
			.toLowerCase(Locale.ROOT);
	}

}
