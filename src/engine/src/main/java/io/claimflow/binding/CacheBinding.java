package io.claimflow.binding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.claimflow.Workflow;
import io.claimflow.cache.InvalidTokenException;
import io.claimflow.cache.RefreshException;
import io.claimflow.cache.StoredToken;
import io.claimflow.cache.TokenCache;
import io.claimflow.secret.SecretJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code kinde.cache.jwtToken(name, options)}: a token that all runs share until it
 * expires; {@code get}, {@code set} and {@code delete}: values that the runs of one
 * workflow share. Kinde has no name for it in the settings, so every workflow has it.
 */
final class CacheBinding implements Binding {

	private static final JsonMapper JSON = SecretJson.mapper();

	@Override
	public String name() {
		return "kinde.cache";
	}

	@Override
	public boolean granted(Workflow workflow) {
		return true;
	}

	@Override
	public Set<String> members() {
		return Set.of("jwtToken", "get", "set", "delete");
	}

	@Override
	public String script() {
		return "cache.js";
	}

	@Override
	public Map<String, HostFunction> functions(RunScope run) {
		Caller caller = new Caller(run);
		return Map.of("get", (arguments) -> run.value(arguments.get(0)).orElse(null), "set",
				(arguments) -> set(run, arguments), "delete", (arguments) -> delete(run, arguments.get(0)), "find",
				(arguments) -> caller.find(arguments.get(0), arguments.get(1).equals("true")), "store",
				(arguments) -> caller.store(arguments.get(0), arguments.get(1)), "fail",
				(arguments) -> caller.fail(arguments.get(0), arguments.get(1)), "forward",
				(arguments) -> caller.forward(arguments.get(0)));
	}

	private static @Nullable String set(RunScope run, List<String> arguments) {
		run.keep(arguments.get(0), arguments.get(1), Duration.ofMillis(Long.parseLong(arguments.get(2))));
		return null;
	}

	private static @Nullable String delete(RunScope run, String key) {
		run.forget(key);
		return null;
	}

	/** One run, and the refreshes that it has to make. */
	private static final class Caller {

		private final RunScope run;

		private final Map<String, TokenCache.Refresh> refreshes = new HashMap<>();

		Caller(RunScope run) {
			this.run = run;
			run.atEnd(() -> this.refreshes.values().forEach(TokenCache.Refresh::abandon));
		}

		/**
		 * Looks for a token.
		 * @param question what it is asked for, as JSON
		 * @return JSON with a {@code token}, with {@code refresh} if the caller is to
		 * fetch one, or with the call to {@code wait} for
		 */
		String find(String question, boolean canRefresh) {
			TokenCache.Lookup lookup = this.run.tokens().find(digest(question), canRefresh, this.run.timeLeft());
			Map<String, Object> answer = new LinkedHashMap<>();
			lookup.token().map(StoredToken::value).ifPresent((token) -> {
				this.run.secret(token);
				answer.put("token", token);
			});
			lookup.refresh().ifPresent((refresh) -> {
				this.refreshes.put(question, refresh);
				answer.put("refresh", true);
			});
			lookup.other().ifPresent((end) -> answer.put("wait", this.run.begin(() -> signal(end))));
			return JSON.writeValueAsString(answer);
		}

		private static CompletableFuture<String> signal(CompletableFuture<Void> end) {
			return end.handle((nothing, failure) -> {
				Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
				if (cause instanceof RefreshException) {
					throw new HostFunctionException(String.valueOf(cause.getMessage()));
				}
				return "";
			});
		}

		/** Checks a token, and shares it if that is up to this run. */
		@Nullable String store(String question, String token) {
			this.run.secret(token);
			JsonNode asked = read(question);
			try {
				StoredToken valid = this.run.tokens().check(token, hmacKey(asked.path("key")));
				TokenCache.Refresh refresh = this.refreshes.remove(question);
				if (refresh != null) {
					refresh.complete(valid);
				}
				return null;
			}
			catch (InvalidTokenException ex) {
				throw new HostFunctionException("kinde.cache.jwtToken: the token \"%s\" %s"
					.formatted(asked.path("name").asString(), ex.getMessage()));
			}
		}

		/** What Jackson says of it may quote it. */
		private static JsonNode read(String question) {
			try {
				return JSON.readTree(question);
			}
			catch (JacksonException ex) {
				throw new HostFunctionException(
						"kinde.cache.jwtToken: the name or the key of the validation cannot be read; use plain values");
			}
		}

		private static Optional<String> hmacKey(JsonNode key) {
			return key.path("type").asString("").equals("static")
					? Optional.of(key.path("static").path("key").asString("")) : Optional.empty();
		}

		/** A run without time left has failed on its own account. */
		@Nullable String fail(String question, String message) {
			TokenCache.Refresh refresh = this.refreshes.get(question);
			if (refresh != null && !this.run.timeLeft().isZero()) {
				refresh.fail(this.run.mask(message));
			}
			end(question, TokenCache.Refresh::abandon);
			return null;
		}

		/** The token is asked for by a question that says more. */
		@Nullable String forward(String question) {
			end(question, TokenCache.Refresh::forward);
			return null;
		}

		private void end(String question, Consumer<TokenCache.Refresh> how) {
			TokenCache.Refresh refresh = this.refreshes.remove(question);
			if (refresh != null) {
				how.accept(refresh);
			}
		}

		/** What a store sees of a question, which may hold a client's secret. */
		private static String digest(String question) {
			try {
				MessageDigest digest = MessageDigest.getInstance("SHA-256");
				return HexFormat.of().formatHex(digest.digest(question.getBytes(StandardCharsets.UTF_8)));
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException("Every Java platform has SHA-256", ex);
			}
		}

	}

}
