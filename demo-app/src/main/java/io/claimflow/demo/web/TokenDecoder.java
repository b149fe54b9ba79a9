package io.claimflow.demo.web;

import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.JWSObject;
import io.claimflow.demo.change.Change;
import io.claimflow.demo.change.ClaimChange;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Decodes a JWT to show it. It does not verify the signature: the token comes straight
 * from the token endpoint.
 */
@Component
class TokenDecoder {

	/**
	 * The claims of the protocols, which come last, in the order in which people read
	 * them.
	 */
	private static final List<String> LAST = List.of("scope", "iss", "sub", "aud", "azp", "iat", "nbf", "exp",
			"auth_time", "sid", "jti");

	/** NumericDate claims (RFC 7519, section 2). */
	private static final Set<String> MOMENTS = Set.of("iat", "nbf", "exp", "auth_time");

	private final JsonMapper json;

	private final JsonMapper indented;

	TokenDecoder(JsonMapper json) {
		this.json = json;
		this.indented = json.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
	}

	/** The claims of a token by name, in the token's order. */
	Map<String, Object> claims(String token) {
		return read(parse(token).getPayload().toString());
	}

	/**
	 * A token to show.
	 * @param token the encoded token
	 * @param changes what a workflow did to its claims, by name
	 */
	TokenView view(String token, Map<String, Change> changes) {
		JWSObject jws = parse(token);
		Map<String, Object> claims = read(jws.getPayload().toString());
		Instant expiry = moment(claims.get("exp"));
		List<ClaimView> views = new ArrayList<>();
		for (ClaimChange kind : ClaimChange.values()) {
			changes.forEach((name, change) -> {
				if (change.kind() == kind) {
					views.add(view(name, claims.get(name), change));
				}
			});
		}
		claims.keySet()
			.stream()
			.filter((name) -> !changes.containsKey(name))
			.sorted(Comparator.comparingInt(LAST::indexOf))
			.forEach((name) -> views.add(view(name, claims.get(name), null)));
		return new TokenView(this.json.writeValueAsString(jws.getHeader().toJSONObject()),
				Lifetime.left(Instant.now(), expiry), Lifetime.moment(expiry), token.length(), views);
	}

	private ClaimView view(String name, @Nullable Object value, @Nullable Change change) {
		ClaimChange kind = (change != null) ? change.kind() : null;
		String shown = (kind != ClaimChange.REMOVED) ? this.indented.writeValueAsString(value) : null;
		String note = (value instanceof Number && MOMENTS.contains(name)) ? Lifetime.moment(moment(value)) : null;
		String before = (change != null && kind != ClaimChange.ADDED)
				? this.indented.writeValueAsString(change.before()) : null;
		return new ClaimView(name, shown, note, kind, before);
	}

	private static Instant moment(@Nullable Object seconds) {
		return Instant.ofEpochSecond((seconds instanceof Number number) ? number.longValue() : 0);
	}

	private Map<String, Object> read(String text) {
		return this.json.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {
		});
	}

	private static JWSObject parse(String token) {
		try {
			return JWSObject.parse(token);
		}
		catch (ParseException ex) {
			throw new IllegalArgumentException("The auth server's token is no signed JWT (RFC 7519)");
		}
	}

}
