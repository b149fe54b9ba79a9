package io.claimflow.engine;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.claimflow.binding.Binding;
import io.claimflow.binding.HostFunction;
import io.claimflow.binding.HostFunctionException;
import io.claimflow.binding.RunScope;
import org.jspecify.annotations.Nullable;

/**
 * The binding by which the module of a tool reaches the tool.
 *
 * @param host the tool
 */
record ScriptBinding(ScriptHost host) implements Binding {

	@Override
	public String name() {
		return "claimflowHost";
	}

	@Override
	public String script() {
		return "script-host.js";
	}

	@Override
	public Map<String, HostFunction> functions(RunScope run) {
		return Map.of("call", (arguments) -> call(arguments.get(0), arguments.get(1)), "begin",
				(arguments) -> run.begin(() -> begin(arguments.get(0), arguments.get(1))));
	}

	private @Nullable String call(String what, String text) {
		try {
			return this.host.call(what, text);
		}
		catch (IllegalArgumentException ex) {
			throw new HostFunctionException(String.valueOf(ex.getMessage()));
		}
	}

	private CompletableFuture<String> begin(String what, String text) {
		try {
			CompletableFuture<String> begun = this.host.begin(what, text);
			CompletableFuture<String> result = begun.exceptionally((failure) -> {
				Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
						? failure.getCause() : failure;
				throw new CompletionException((cause instanceof IllegalArgumentException)
						? new HostFunctionException(String.valueOf(cause.getMessage())) : cause);
			});
			result.whenComplete((answer, failure) -> begun.cancel(true));
			return result;
		}
		catch (IllegalArgumentException ex) {
			throw new HostFunctionException(String.valueOf(ex.getMessage()));
		}
	}

}
