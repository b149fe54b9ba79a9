package io.claimflow.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.claimflow.Effect;
import io.claimflow.VariableSource;
import io.claimflow.LogLine;
import io.claimflow.Warning;
import io.claimflow.binding.HostFunction;
import io.claimflow.binding.HostFunctionException;
import io.claimflow.binding.RunScope;
import io.claimflow.cache.TokenCache;
import io.claimflow.fetch.FetchBudget;
import io.claimflow.fetch.Fetcher;
import org.jspecify.annotations.Nullable;

/**
 * The run that a realm serves, for bindings that are in the realm before it begins and
 * may be there for the next.
 */
final class RealmRunScope implements RunScope {

	private @Nullable RunScope run;

	private @Nullable HostCalls calls;

	private @Nullable HostFunction words;

	private @Nullable HostFunction onDemand;

	private @Nullable HostFunction claims;

	private final List<Runnable> atEnd = new ArrayList<>();

	/** Lets the run begin. There is one at a time. */
	void begin(RunScope run, HostCalls calls, HostFunction words, HostFunction onDemand, HostFunction claims) {
		if (this.run != null) {
			throw new IllegalStateException("A realm serves one run at a time");
		}
		this.run = run;
		this.calls = calls;
		this.words = words;
		this.onDemand = onDemand;
		this.claims = claims;
		this.atEnd.forEach(calls::atEnd);
	}

	/** Lets go of a run that has ended. */
	void end() {
		this.run = null;
		this.calls = null;
		this.words = null;
		this.onDemand = null;
		this.claims = null;
	}

	private RunScope run() {
		return begun(this.run);
	}

	/** What the run has asked others for. */
	HostCalls calls() {
		return begun(this.calls);
	}

	/** What the kernel asks about text that is going to be logged. */
	@Nullable String words(List<String> arguments) {
		return begun(this.words).call(arguments);
	}

	/** What the kernel asks for a part of the event. */
	@Nullable String onDemand(List<String> arguments) {
		return begun(this.onDemand).call(arguments);
	}

	/** What the kernel asks for the claims of a token. */
	@Nullable String claims(List<String> arguments) {
		return begun(this.claims).call(arguments);
	}

	private static <T> T begun(@Nullable T part) {
		if (part == null) {
			throw new HostFunctionException("Bindings exist only while a workflow runs");
		}
		return part;
	}

	@Override
	public void effect(Effect effect) {
		run().effect(effect);
	}

	@Override
	public void log(LogLine.Level level, String message) {
		run().log(level, message);
	}

	@Override
	public Consumer<Warning> warnings() {
		return run().warnings();
	}

	@Override
	public Optional<VariableSource.Variable> variable(String name) {
		return run().variable(name);
	}

	@Override
	public Optional<String> localized(String key) {
		return run().localized(key);
	}

	@Override
	public void secret(String value) {
		run().secret(value);
	}

	@Override
	public String mask(String text) {
		return run().mask(text);
	}

	@Override
	public Optional<Fetcher> fetcher() {
		return run().fetcher();
	}

	@Override
	public FetchBudget fetchBudget() {
		return run().fetchBudget();
	}

	@Override
	public String secureFetchKey() {
		return run().secureFetchKey();
	}

	@Override
	public TokenCache tokens() {
		return run().tokens();
	}

	@Override
	public Optional<String> value(String key) {
		return run().value(key);
	}

	@Override
	public void keep(String key, String json, Duration lifetime) {
		run().keep(key, json, lifetime);
	}

	@Override
	public void forget(String key) {
		run().forget(key);
	}

	@Override
	public Duration timeLeft() {
		return run().timeLeft();
	}

	/** A binding may ask for that before there is a run. */
	@Override
	public void atEnd(Runnable task) {
		if (this.calls != null) {
			this.calls.atEnd(task);
		}
		else {
			this.atEnd.add(task);
		}
	}

	@Override
	public String begin(Supplier<CompletableFuture<String>> call) {
		return run().begin(call);
	}

}
