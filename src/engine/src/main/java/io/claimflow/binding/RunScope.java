package io.claimflow.binding;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.claimflow.Effect;
import io.claimflow.VariableSource;
import io.claimflow.Warning;
import io.claimflow.LogLine;
import io.claimflow.cache.TokenCache;
import io.claimflow.fetch.FetchBudget;
import io.claimflow.fetch.FetchHandler;

/**
 * What a binding may touch of the one run it serves.
 */
public interface RunScope {

	/**
	 * Asks for an effect, within the run's limits.
	 * @throws HostFunctionException if the workflow's trigger does not permit it
	 */
	void effect(Effect effect);

	/** Logs a line, within the run's limits. */
	void log(LogLine.Level level, String message);

	/** Takes warnings of this run, from any thread and at any time. */
	Consumer<Warning> warnings();

	/** A variable; the value of a secret is masked in this run from now on. */
	Optional<VariableSource.Variable> variable(String name);

	/** A text in the language of the user, or empty if there is none of that key. */
	Optional<String> localized(String key);

	/**
	 * Masks a value in this run from now on.
	 * @throws HostFunctionException if the run has as many secrets as it may
	 */
	void secret(String value);

	/**
	 * A text in which the secrets that the run knows are masked, or the beginning of it
	 * if it is long.
	 */
	String mask(String text);

	/**
	 * What makes calls to other systems, or empty if the server lets workflows make none.
	 */
	Optional<FetchHandler> fetcher();

	/** What the calls of the run may carry together. */
	FetchBudget fetchBudget();

	/**
	 * The key with which {@code kinde.secureFetch} encrypts, as Base64.
	 * @throws HostFunctionException if the workflow has none that is active
	 */
	String secureFetchKey();

	/** The tokens that runs share. */
	TokenCache tokens();

	/**
	 * The value that a run of the same workflow has kept, as JSON, or empty if there is
	 * none.
	 * @throws HostFunctionException if the store does not answer in time
	 */
	Optional<String> value(String key);

	/**
	 * Keeps a value for other runs of the same workflow.
	 * @param json the value
	 * @throws HostFunctionException if it exceeds a limit, or the store does not answer
	 * in time
	 */
	void keep(String key, String json, Duration lifetime);

	/** Forgets a value. */
	void forget(String key);

	/** The time until the deadline of the run, or zero after it. */
	Duration timeLeft();

	/** Runs a task when the run has ended, however it ended. */
	void atEnd(Runnable task);

	/**
	 * Lets a call go on beside the run. The script hands the identifier to
	 * {@code kernel.call}.
	 * @param call begins the call, and is not asked to if the run has made as many as it
	 * may; the call fails with a {@link HostFunctionException} to throw its message, and
	 * is cancelled when the run ends before it does
	 * @return the identifier of the call
	 */
	String begin(Supplier<CompletableFuture<String>> call);

}
