package io.claimflow.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.claimflow.Effect;
import io.claimflow.VariableSource;
import io.claimflow.Limits;
import io.claimflow.Localization;
import io.claimflow.LogLine;
import io.claimflow.OnDemand;
import io.claimflow.SourceLocation;
import io.claimflow.Trigger;
import io.claimflow.Warning;
import io.claimflow.Workflow;
import io.claimflow.binding.HostFunctionException;
import io.claimflow.binding.RunScope;
import io.claimflow.cache.InMemoryValueStore;
import io.claimflow.cache.TokenCache;
import io.claimflow.cache.ValueLimits;
import io.claimflow.cache.ValueStore;
import io.claimflow.encryption.SecureBody;
import io.claimflow.engine.realm.EventJson;
import io.claimflow.engine.realm.FailureReader;
import io.claimflow.fetch.FetchBudget;
import io.claimflow.fetch.FetchHandler;
import io.claimflow.kinde.KindeEvents;
import io.claimflow.secret.SecretMask;
import org.jspecify.annotations.Nullable;

/**
 * What a run has said and asked for so far, within its limits. Whoever waits for a run
 * that cannot be stopped reads it while the run may still write.
 */
final class RunRecorder implements RunScope {

	/** The effects of a run, but for claims, and the reasons of one effect. */
	private static final int EFFECTS = 100;

	/** The length of a text that a workflow hands to users. */
	private static final int TEXT_LENGTH = 1000;

	/** The values that a run has masked: each is looked for in all that it says. */
	private static final int SECRETS = 100;

	private final String workflow;

	private final Trigger trigger;

	private final Limits limits;

	private final Supplier<Optional<SourceLocation>> here;

	private final HostServices services;

	private final Localization.Texts texts;

	private final HostCalls calls;

	private final SecretMask mask;

	/** Only the thread of the run touches it. */
	private final Map<String, Optional<VariableSource.Variable>> lookedUp = new HashMap<>();

	private @Nullable String key;

	private final FetchBudget fetchBudget;

	private final List<LogLine> log = new ArrayList<>();

	private int logBytes;

	private boolean logFull;

	private final Map<Class<? extends Effect>, Effect> denials = new LinkedHashMap<>();

	private final Set<Effect> effects = new LinkedHashSet<>();

	private boolean effectsFull;

	private final Set<Warning> warnings = new LinkedHashSet<>();

	/**
	 * Creates a recorder.
	 * @param texts what stands in the workflow's source
	 * @param constants whether a text stands there as a value
	 * @param here where in the source the run is, if that is known
	 */
	RunRecorder(Workflow workflow, Supplier<Collection<String>> texts, Predicate<String> constants, Limits limits,
			HostServices services, HostCalls calls, Supplier<Optional<SourceLocation>> here) {
		this.here = here;
		this.mask = new SecretMask(texts, constants);
		this.workflow = workflow.id();
		this.trigger = workflow.trigger();
		this.limits = limits;
		this.services = services;
		this.texts = services.localization().texts();
		this.calls = calls;
		this.fetchBudget = services.fetcher().map(FetchHandler::budget).orElseGet(() -> new FetchBudget(0));
	}

	@Override
	public Optional<FetchHandler> fetcher() {
		return this.services.fetcher();
	}

	@Override
	public FetchBudget fetchBudget() {
		return this.fetchBudget;
	}

	@Override
	public TokenCache tokens() {
		return this.services.tokens();
	}

	@Override
	public Duration timeLeft() {
		return this.calls.timeLeft();
	}

	@Override
	public void atEnd(Runnable task) {
		this.calls.atEnd(task);
	}

	@Override
	public String begin(Supplier<CompletableFuture<String>> call) {
		return this.calls.begin(call);
	}

	/**
	 * Keeps the first denial of a kind: a workflow cannot take it back. Of the MFA
	 * policies, the last one counts. A field keeps each of its messages once.
	 */
	@Override
	public synchronized void effect(Effect effect) {
		if (!this.trigger.effects().contains(effect.getClass())) {
			throw new HostFunctionException("The trigger \"%s\" does not permit %s; it permits %s".formatted(
					this.trigger, effect.getClass().getSimpleName(),
					this.trigger.effects()
						.stream()
						.map(Class::getSimpleName)
						.sorted()
						.collect(Collectors.joining(", "))));
		}
		if (effect instanceof Effect.Denial) {
			this.denials.putIfAbsent(effect.getClass(), effect);
			return;
		}
		if (effect instanceof Effect.SetMfaPolicy) {
			this.effects.removeIf(Effect.SetMfaPolicy.class::isInstance);
		}
		if (this.effects.size() < EFFECTS) {
			this.effects.add(effect);
		}
		else if (!this.effects.contains(effect)) {
			this.effectsFull = true;
		}
	}

	@Override
	public synchronized void log(LogLine.Level level, String message) {
		if (this.log.size() >= this.limits.logLines() || this.logBytes >= this.limits.logBytes()) {
			this.logFull = true;
			return;
		}
		int left = this.limits.logBytes() - this.logBytes;
		String line = this.mask.beginning(message, left);
		this.logFull |= message.length() > left || line.length() > left;
		this.logBytes += line.getBytes(StandardCharsets.UTF_8).length;
		this.log.add(new LogLine(level, line, this.here.get()));
	}

	@Override
	public Consumer<Warning> warnings() {
		return this::warn;
	}

	private synchronized void warn(Warning warning) {
		this.warnings.add(warning);
	}

	@Override
	public Optional<String> localized(String key) {
		return this.texts.get(key);
	}

	/**
	 * Holds no lock while it looks: whoever ends a run that is stuck must not wait for
	 * it. A run sees one value of a variable, and asks for it once.
	 */
	@Override
	public Optional<VariableSource.Variable> variable(String name) {
		Optional<VariableSource.Variable> variable = this.services.variables().get(name);
		if (variable.isEmpty() && this.services.remoteVariables().isPresent()) {
			variable = this.lookedUp.get(name);
			if (variable == null) {
				variable = lookUp(name, this.services.remoteVariables().get());
				this.lookedUp.put(name, variable);
			}
		}
		variable.filter(VariableSource.Variable::secret).ifPresent((secret) -> secret(secret.value()));
		return variable;
	}

	private Optional<VariableSource.Variable> lookUp(String name, VariableSource remote) {
		if (this.lookedUp.size() >= this.limits.variables()) {
			throw new HostFunctionException(
					"A run may look up %d variables, and this would be one more; read fewer, or raise claimflow.limits.variables"
						.formatted(this.limits.variables()));
		}
		return find("The variable \"" + name + "\"", () -> remote.get(name));
	}

	/** Others have the turn meanwhile. */
	private <T> T find(String what, Callable<T> look) {
		return this.calls.waiting(this.limits.variableTime(),
				(patience) -> this.services.lookups().find(what, look, patience));
	}

	@Override
	public Optional<String> value(String key) {
		return stored((values) -> values.find(this.workflow, digest(key)));
	}

	@Override
	public void keep(String key, String json, Duration lifetime) {
		ValueLimits limits = this.services.valueLimits();
		int bytes = json.getBytes(StandardCharsets.UTF_8).length;
		if (bytes > limits.valueBytes()) {
			throw new HostFunctionException(
					"kinde.cache.set: the value has %d bytes, more than the %d of claimflow.cache.value-bytes; keep less"
						.formatted(bytes, limits.valueBytes()));
		}
		if (lifetime.compareTo(limits.lifetime()) > 0) {
			throw new HostFunctionException(
					"kinde.cache.set: the ttl is %d s, more than the %d s of claimflow.cache.lifetime; choose a shorter one"
						.formatted(lifetime.toSeconds(), limits.lifetime().toSeconds()));
		}
		Instant expiresAt = this.services.clock().instant().plus(lifetime);
		stored((values) -> {
			values.save(this.workflow, digest(key), json, expiresAt);
			return true;
		});
	}

	@Override
	public void forget(String key) {
		stored((values) -> {
			values.delete(this.workflow, digest(key));
			return true;
		});
	}

	/**
	 * Memory answers at once; for any other store the run waits no longer than it may.
	 */
	private <T> T stored(Function<ValueStore, T> use) {
		ValueStore values = this.services.values();
		return (values instanceof InMemoryValueStore) ? use.apply(values)
				: find("The cache of the workflow \"" + this.workflow + "\"", () -> use.apply(values));
	}

	/** What a store sees of a key, which may name somebody. */
	private static String digest(String key) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * What a workflow reads of its event for the first time; it is masked from now on.
	 * @param index the number of it
	 */
	@Nullable String onDemand(EventJson event, int index) {
		Optional<String> text = this.calls.waiting(timeLeft(), (patience) -> this.services.lookups()
			.find(event.name(index), () -> made(event.onDemand(index)), patience));
		text.ifPresent(this::secret);
		return text.orElse(null);
	}

	/**
	 * What failed may quote the secret that it was to be made of: no log has its words.
	 */
	private static Optional<String> made(OnDemand onDemand) {
		try {
			return onDemand.text().get();
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("it failed with " + ex.getClass().getName());
		}
	}

	@Override
	public String secureFetchKey() {
		String key = this.key;
		if (key == null) {
			key = find("The key of the workflow \"" + this.workflow + "\"",
					() -> this.services.secureFetchKeys().active(this.workflow))
				.orElseThrow(() -> new HostFunctionException(
						"kinde.secureFetch: the workflow \"%s\" has no active key, so nothing was sent; an operator sets claimflow.secure-fetch.keys.%s or creates one"
							.formatted(this.workflow, this.workflow)));
			if (!SecureBody.isKey(key)) {
				throw new HostFunctionException(
						"kinde.secureFetch: the key of the workflow \"%s\" cannot be used, so nothing was sent; it is not Base64 of 32 bytes"
							.formatted(this.workflow));
			}
			this.key = key;
		}
		return key;
	}

	@Override
	public synchronized void secret(String value) {
		if (this.mask.size() >= SECRETS && !this.mask.knows(value)) {
			throw new HostFunctionException(
					"A run may handle %d tokens and secrets, and this would be one more; use fewer".formatted(SECRETS));
		}
		this.mask.add(value);
	}

	/** A secret of the event that somebody chose. */
	synchronized void chosen(String secret) {
		this.mask.addChosen(secret);
	}

	/** A line of the author's source. */
	synchronized String maskSource(String line) {
		return this.mask.applyToSource(line);
	}

	/** A whole value that is going to be logged. */
	synchronized String maskValue(String value) {
		return this.mask.applyToValue(value);
	}

	/** A text of any length, secrets masked. */
	synchronized String maskAll(String text) {
		return this.mask.apply(text);
	}

	@Override
	public synchronized String mask(String text) {
		return this.mask.beginning(text, FailureReader.MESSAGE_LENGTH);
	}

	/** The denials, one of a kind at most. */
	synchronized List<Effect> denials() {
		return this.denials.values().stream().map(this::masked).toList();
	}

	/** Every other effect, in order. */
	synchronized List<Effect> effects() {
		return this.effects.stream().map(this::masked).toList();
	}

	private Effect masked(Effect effect) {
		if (effect instanceof Effect.DenyAccess deny) {
			return new Effect.DenyAccess(text(deny.reason()));
		}
		if (effect instanceof Effect.DenyPlanSelection deny) {
			return new Effect.DenyPlanSelection(text(deny.message()),
					deny.reasons().stream().limit(EFFECTS).map(this::text).toList());
		}
		if (effect instanceof Effect.DenyPlanCancellation deny) {
			return new Effect.DenyPlanCancellation(text(deny.reason()));
		}
		if (effect instanceof Effect.InvalidateFormField field) {
			return new Effect.InvalidateFormField(
					KindeEvents.FORM_FIELDS.contains(field.field()) ? field.field() : text(field.field()),
					text(field.message()));
		}
		return effect;
	}

	private String text(String text) {
		return this.mask.beginning(text, TEXT_LENGTH);
	}

	/**
	 * The lines so far. Masked at the end: a secret that is read after it was logged is
	 * masked too.
	 */
	synchronized List<LogLine> log() {
		return this.log.stream()
			.map((line) -> new LogLine(line.level(), this.mask.apply(line.message()), line.location()))
			.toList();
	}

	/** Warnings of what was dropped, secrets masked. */
	synchronized List<Warning> warned() {
		List<Warning> warnings = new ArrayList<>();
		for (Warning warning : this.warnings) {
			warnings.add(new Warning(warning.kind(), warning.token(), warning.claim(), warning.location(),
					this.mask.apply(warning.message())));
		}
		if (this.logFull) {
			warnings.add(warning(Warning.Kind.LOG_LIMIT,
					"Log lines were cut: a run keeps %d lines and %d bytes; log less or raise the limit"
						.formatted(this.limits.logLines(), this.limits.logBytes())));
		}
		if (this.effectsFull) {
			warnings.add(warning(Warning.Kind.EFFECT_LIMIT,
					"Effects were dropped: a run keeps %d; ask for fewer".formatted(EFFECTS)));
		}
		return warnings;
	}

	private static Warning warning(Warning.Kind kind, String message) {
		return new Warning(kind, Optional.empty(), Optional.empty(), message);
	}

}
