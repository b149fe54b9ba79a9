package io.claimflow.binding;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.claimflow.Warning;
import io.claimflow.Workflow;
import io.claimflow.fetch.FetchException;
import io.claimflow.fetch.FetchRequest;
import io.claimflow.fetch.FetchResponse;
import io.claimflow.fetch.FetchHandler;
import io.claimflow.secret.SecretJson;
import io.claimflow.kinde.KindeGlobals;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code kinde.fetch(url, options)}: a call to another system. It begins at once; reading
 * its result waits for it, and awaiting it lets others go on meanwhile.
 */
final class FetchBinding implements Binding {

	private static final JsonMapper JSON = SecretJson.mapper();

	@Override
	public String name() {
		return "kinde.fetch";
	}

	/**
	 * Kinde gives it to workflows that declare what goes with it, and published ones rely
	 * on that.
	 */
	@Override
	public boolean granted(Workflow workflow) {
		return workflow.bindingNames()
			.stream()
			.anyMatch((declared) -> declared.equals(name()) || declared.equals(KindeGlobals.NAMESPACE)
					|| declared.equals("kinde.secureFetch") || declared.equals("kinde.env") || declared.equals("url"));
	}

	@Override
	public String script() {
		return "fetch.js";
	}

	@Override
	public Map<String, HostFunction> functions(RunScope run) {
		return functions(run, (request) -> start(run, request));
	}

	/** The functions that the script needs, of which one begins calls. */
	static Map<String, HostFunction> functions(RunScope run, UnaryOperator<String> start) {
		return Map.of("start", (arguments) -> start.apply(arguments.get(0)), "secret",
				(arguments) -> secret(run, arguments.get(0)));
	}

	private static @Nullable String secret(RunScope run, String token) {
		run.secret(token);
		return null;
	}

	private static String start(RunScope run, String request) {
		FetchHandler fetcher = fetcher(run);
		return run.begin(() -> begin(run, fetcher, read(request)));
	}

	static FetchHandler fetcher(RunScope run) {
		return run.fetcher().orElseThrow(() -> new HostFunctionException("This server lets workflows make no calls"));
	}

	/** What Jackson says of a value that it cannot use may quote the value. */
	static FetchRequest read(String request) {
		try {
			return JSON.readValue(request, FetchRequest.class);
		}
		catch (JacksonException ex) {
			throw new HostFunctionException("The call cannot be read; check its URL, method, headers and body");
		}
	}

	static CompletableFuture<String> begin(RunScope run, FetchHandler fetcher, FetchRequest request) {
		Consumer<Warning> warnings = run.warnings();
		CompletableFuture<FetchResponse> call = fetcher.fetch(request, run.fetchBudget());
		CompletableFuture<String> result = call.handle((response, failure) -> {
			if (failure != null) {
				throw new CompletionException(authorsError(failure));
			}
			if (response.warning() != null) {
				warnings.accept(new Warning(Warning.Kind.SURPLUS_ANSWER, Optional.empty(), Optional.empty(),
						response.warning()));
			}
			return JSON.writeValueAsString(response);
		});
		result.whenComplete((answer, failure) -> {
			if (result.isCancelled()) {
				call.cancel(true);
			}
		});
		return result;
	}

	private static Throwable authorsError(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof FetchException) ? new HostFunctionException(String.valueOf(cause.getMessage()))
				: cause;
	}

}
