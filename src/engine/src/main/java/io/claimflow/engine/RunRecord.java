package io.claimflow.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.claimflow.Effect;
import io.claimflow.Environment;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Warning;
import io.claimflow.binding.RunScope;
import io.claimflow.fetch.Fetcher;
import org.jspecify.annotations.Nullable;

/**
 * What a run has said and asked for so far, within its limits. Whoever waits for a run
 * that cannot be stopped reads it while the run may still write.
 */
final class RunRecord implements RunScope {

	private final Limits limits;

	private final Environment environment;

	private final @Nullable Fetcher fetcher;

	private final HostCalls calls;

	private final SecretMask mask = new SecretMask();

	private final List<LogLine> log = new ArrayList<>();

	private int logBytes;

	private boolean logFull;

	private Effect.@Nullable DenyAccess denial;

	RunRecord(Limits limits, Environment environment, @Nullable Fetcher fetcher, HostCalls calls) {
		this.limits = limits;
		this.environment = environment;
		this.fetcher = fetcher;
		this.calls = calls;
	}

	@Override
	public Optional<Fetcher> fetcher() {
		return Optional.ofNullable(this.fetcher);
	}

	@Override
	public String begin(Supplier<CompletableFuture<String>> call) {
		return this.calls.begin(call);
	}

	/** Keeps the first denial: a workflow can deny once, and cannot take it back. */
	@Override
	public synchronized void effect(Effect effect) {
		if (effect instanceof Effect.DenyAccess deny && this.denial == null) {
			this.denial = deny;
		}
	}

	@Override
	public synchronized void log(LogLine.Level level, String message) {
		if (this.log.size() >= this.limits.logLines() || this.logBytes >= this.limits.logBytes()) {
			this.logFull = true;
			return;
		}
		String line = message;
		int left = this.limits.logBytes() - this.logBytes;
		if (line.length() > left) {
			this.logFull = true;
			line = line.substring(0, left) + " …";
		}
		this.logBytes += line.getBytes(StandardCharsets.UTF_8).length;
		this.log.add(new LogLine(level, line));
	}

	@Override
	public synchronized Optional<Environment.Variable> variable(String name) {
		Optional<Environment.Variable> variable = this.environment.get(name);
		variable.filter(Environment.Variable::secret).ifPresent((secret) -> this.mask.add(secret.value()));
		return variable;
	}

	/** Masks the secrets that the run has read. */
	synchronized String mask(String text) {
		return this.mask.apply(text);
	}

	/** The denial, if access was denied. */
	synchronized Optional<Effect.DenyAccess> denial() {
		return Optional.ofNullable(this.denial).map((deny) -> new Effect.DenyAccess(mask(deny.reason())));
	}

	/**
	 * The lines so far. Masked at the end: a secret that is read after it was logged is
	 * masked too.
	 */
	synchronized List<LogLine> log() {
		return this.log.stream().map((line) -> new LogLine(line.level(), mask(line.message()))).toList();
	}

	/** A warning if lines were dropped. */
	synchronized Optional<Warning> logWarning() {
		return this.logFull ? Optional.of(new Warning(Warning.Kind.LOG_LIMIT, Optional.empty(), Optional.empty(),
				"Log lines were cut: a run keeps %d lines and %d bytes; log less or raise the limit"
					.formatted(this.limits.logLines(), this.limits.logBytes())))
				: Optional.empty();
	}

}
