package io.claimflow.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Limits;
import io.claimflow.TokenType;
import io.claimflow.Warning;
import io.claimflow.Workflow;
import io.claimflow.binding.Binding;
import io.claimflow.claims.ClaimChanges;
import io.claimflow.claims.ClaimPolicy;
import io.claimflow.claims.InexactNumbers;
import io.claimflow.claims.TokenBudget;
import io.claimflow.engine.realm.Realm;
import org.jspecify.annotations.Nullable;

/**
 * The claims of one run: which of them the workflow is given, and what its changes come
 * to. A plain function of the claims before and of the changes.
 */
final class RunClaims {

	private static final Map<String, TokenType> TOKENS = Stream.of(TokenType.values())
		.collect(Collectors.toUnmodifiableMap(TokenType::binding, Function.identity()));

	private final Workflow workflow;

	private final List<Binding> bindings;

	private final Claims before;

	private final Limits limits;

	/**
	 * Creates the claims of a run.
	 * @param bindings the bindings that the workflow can reach
	 * @param before the claims of the tokens that are about to be issued
	 */
	RunClaims(Workflow workflow, List<Binding> bindings, Claims before, Limits limits) {
		this.workflow = workflow;
		this.bindings = bindings;
		this.before = before;
		this.limits = limits;
	}

	/**
	 * The claims that a workflow is shown, now that it looks at them.
	 * @param binding the name of the token's binding
	 * @param warnings takes a warning of each number that JavaScript cannot hold
	 */
	Map<String, Object> shown(String binding, Consumer<Warning> warnings) {
		TokenType token = Objects.requireNonNull(TOKENS.get(binding));
		Map<String, Object> claims = given(token);
		InexactNumbers.warnings(token, claims).forEach(warnings);
		return claims;
	}

	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	private Map<String, Object> given(TokenType token) {
		Map<String, Object> claims = this.before.tokens().getOrDefault(token, Map.of());
		Map<String, Object> options = this.workflow.bindings().getOrDefault(token.binding(), Map.of());
		return Boolean.TRUE.equals(options.get("resetClaims")) ? ClaimPolicy.serverClaims(token, claims) : claims;
	}

	/**
	 * What a workflow's changes come to.
	 * @param changed what {@link Realm#after()} gave
	 */
	Changes apply(Map<String, Object> changed) {
		ClaimChanges changes = new ClaimChanges(List.of(), List.of());
		for (Binding binding : this.bindings) {
			TokenType token = TOKENS.get(binding.name());
			Map<String, Object> claims = (token != null) ? this.before.tokens().get(token) : null;
			if (token != null && claims != null) {
				Map<String, Object> after = after(given(token), changed.get(binding.name()));
				changes = changes.and(ClaimPolicy.compare(token, claims, this.before.known(token), after));
			}
		}
		List<Warning> warnings = new ArrayList<>(changes.warnings());
		for (TokenType token : this.before.tokens().keySet()) {
			int size = TokenBudget.size(token, changes.effects());
			if (size > this.limits.claimsLimit()) {
				return new Changes(List.of(), List.of(), Optional
					.of("The custom claims of %s take %d bytes, more than the %d that are allowed; set fewer or smaller ones"
						.formatted(token.binding(), size, this.limits.claimsLimit())));
			}
			if (size > this.limits.claimsWarning()) {
				warnings.add(new Warning(Warning.Kind.TOKEN_SIZE, Optional.of(token), Optional.empty(),
						"The custom claims of %s take %d bytes, a third more in a signed token; tokens travel with every request, keep claims below %d"
							.formatted(token.binding(), size, this.limits.claimsWarning())));
			}
		}
		return new Changes(changes.effects(), warnings, Optional.empty());
	}

	/** The claims as the workflow left them. */
	@SuppressWarnings("unchecked")
	private static Map<String, Object> after(Map<String, Object> given, @Nullable Object changed) {
		if (!(changed instanceof Map<?, ?> changes)) {
			return given;
		}
		Map<String, Object> after = new LinkedHashMap<>(given);
		if (changes.get("gone") instanceof List<?> gone) {
			gone.forEach(after::remove);
		}
		after.putAll((Map<String, Object>) changes.get("set"));
		return after;
	}

	/**
	 * What the changes of a workflow come to.
	 *
	 * @param effects the claims to set and to remove
	 * @param warnings what the workflow's author should know
	 * @param excess why the token would be too large, if it would be
	 */
	record Changes(List<Effect> effects, List<Warning> warnings, Optional<String> excess) {

	}

}
