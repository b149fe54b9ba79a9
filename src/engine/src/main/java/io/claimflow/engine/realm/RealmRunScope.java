package io.claimflow.engine.realm;

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
import io.claimflow.binding.HostFunctionException;
import io.claimflow.binding.RunScope;
import io.claimflow.cache.TokenCache;
import io.claimflow.fetch.FetchBudget;
import io.claimflow.fetch.FetchHandler;
import org.jspecify.annotations.Nullable;

/**
 * The run that a realm serves, for bindings that are in the realm before it begins and
 * may be there for the next.
 */
final class RealmRunScope implements RunScope {

	private @Nullable RealmHost host;

	private final List<Runnable> atEnd = new ArrayList<>();

	/** Lets the run begin. There is one at a time. */
	void begin(RealmHost host) {
		if (this.host != null) {
			throw new IllegalStateException("A realm serves one run at a time");
		}
		this.host = host;
		this.atEnd.forEach(host.scope()::atEnd);
	}

	/** Lets go of a run that has ended. */
	void end() {
		this.host = null;
	}

	/** The run. */
	RealmHost host() {
		RealmHost begun = this.host;
		if (begun == null) {
			throw new HostFunctionException("Bindings exist only while a workflow runs");
		}
		return begun;
	}

	private RunScope run() {
		return host().scope();
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
	public Optional<FetchHandler> fetcher() {
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
		if (this.host != null) {
			this.host.scope().atEnd(task);
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
