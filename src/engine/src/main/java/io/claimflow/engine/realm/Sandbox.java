package io.claimflow.engine.realm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.claimflow.Limits;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Versions;
import io.claimflow.engine.limit.ClockReads;
import io.claimflow.engine.limit.Safepoints;
import io.claimflow.engine.limit.ScriptInstrument;
import io.claimflow.engine.limit.SourceOrigin;
import io.claimflow.engine.limit.StatementCounts;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.ResourceLimits;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The script engine and the terms on which it runs code: no Java, no files, no network,
 * no environment, no threads, no processes, no {@code eval}. One engine is shared, so
 * that code is parsed once; each realm is a context of its own.
 */
public final class Sandbox implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Sandbox.class);

	private static final Map<String, String> OPTIONS = Map.of( //
			"js.allow-eval", "false", //
			"js.console", "false", //
			"js.print", "false", //
			"js.load", "false", //
			"js.graal-builtin", "false", //
			"js.text-encoding", "true");

	/** For how long the end of an engine waits for code that is told to end. */
	private static final Duration CLOSE = Duration.ofSeconds(5);

	private final Limits limits;

	private final ResourceLimits statements;

	private final boolean counting;

	private final Optional<Inspector> inspector;

	private @Nullable Engine engine;

	private @Nullable StatementCounts counts;

	private final Map<Source, Source> hidden = new ConcurrentHashMap<>();

	private final Object kernelReading = new Object();

	private volatile boolean hasReadKernel;

	public Sandbox(Limits limits) {
		this(limits, false, Optional.empty());
	}

	/**
	 * Creates a sandbox for tests.
	 * @param counting whether what is executed is counted, which makes it slower
	 * @param inspector lets a debugger look into it
	 */
	public Sandbox(Limits limits, boolean counting, Optional<Inspector> inspector) {
		this.limits = limits;
		this.counting = counting;
		this.inspector = inspector;
		this.statements = ResourceLimits.newBuilder()
			.statementLimit(limits.statements(), (source) -> !SourceOrigin.isOwn(source.getURI()))
			.build();
	}

	/**
	 * Made when it is first needed: that takes half a second, which need not be the
	 * caller's.
	 */
	private synchronized Engine engine() {
		Engine made = this.engine;
		if (made == null) {
			Engine.Builder builder = terms(Engine.newBuilder("js")).allowExperimentalOptions(true)
				.options(experimentalOptions());
			this.inspector
				.ifPresent((found) -> builder.options(found.options()).err(found.output()).out(found.output()));
			made = builder.build();
			ScriptInstrument.limit(made, this.limits);
			this.counts = this.counting ? ScriptInstrument.count(made) : null;
			version().ifPresent((found) -> warn(found, Versions.graaljs()));
			this.engine = made;
		}
		return made;
	}

	/** The version of Truffle: GraalJS says its own nowhere, and refuses another one. */
	static Optional<String> version() {
		try (InputStream in = Engine.class.getResourceAsStream("/META-INF/graalvm/org.graalvm.truffle/version")) {
			return (in == null) ? Optional.empty()
					: Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Warns of a script engine that nobody has tried the bounds with.
	 * @param found its version
	 * @param tested the version with which they are tested
	 */
	static boolean warn(String found, String tested) {
		boolean same = found.equals(tested);
		if (!same) {
			logger
				.warn("GraalJS {} is on the class path, and the limits of single operations are tested with {}. One of"
						+ " its operations may hold a thread, or memory, for longer than a run may. Let your build choose {}"
						+ " for org.graalvm.polyglot, org.graalvm.js and org.graalvm.truffle", found, tested, tested);
		}
		return !same;
	}

	/** Bounds that the policy CONSTRAINED would refuse, because they may change. */
	private Map<String, String> experimentalOptions() {
		String length = String.valueOf(this.limits.stringLength());
		return Map.of("js.string-length-limit", length, "js.max-typed-array-length", length, "js.stack-trace-api",
				"true", "js.max-apply-argument-length", "100000", "js.shared-array-buffer", "false", "js.atomics",
				"false");
	}

	/** What the sandbox policy CONSTRAINED asks of an engine. */
	static Engine.Builder terms(Engine.Builder builder) {
		return builder.in(InputStream.nullInputStream())
			.out(OutputStream.nullOutputStream())
			.err(OutputStream.nullOutputStream())
			.option("engine.WarnInterpreterOnly", "false")
			.options(OPTIONS);
	}

	/** What the sandbox policy CONSTRAINED asks of a context. */
	static Context.Builder terms(Context.Builder builder) {
		return builder.allowHostAccess(HostAccess.CONSTRAINED)
			.allowPolyglotAccess(PolyglotAccess.NONE)
			.allowEnvironmentAccess(EnvironmentAccess.NONE)
			.allowIO(IOAccess.NONE)
			.out(OutputStream.nullOutputStream())
			.err(OutputStream.nullOutputStream());
	}

	/** Where threads that run in a context of this sandbox can be made to wait. */
	Safepoints.OfContext safepoints(Context context) {
		return ScriptInstrument.safepoints(engine()).of(context);
	}

	/** What threads have asked of the clocks of this sandbox. */
	ClockReads clockReads() {
		return ScriptInstrument.clockReads(engine());
	}

	/** The code of a module as it is run. */
	String code(CompiledModule module) {
		return this.inspector.map((found) -> found.mapped(module)).orElseGet(module::code);
	}

	/** A source of the engine's own, which debuggers do not show. */
	Source own(Source source) {
		return this.inspector.isEmpty() ? source
				: this.hidden.computeIfAbsent(source,
						(own) -> Source.newBuilder("js", own.getCharacters(), own.getName())
							.uri(own.getURI())
							.internal(true)
							.cached(true)
							.buildLiteral());
	}

	/** The counts of what is executed, or empty if nothing is counted. */
	public synchronized Optional<StatementCounts> counts() {
		return Optional.ofNullable(this.counts);
	}

	/**
	 * Evaluates the kernel. Realms that are the first ones at the same time read it once,
	 * and not each for itself.
	 */
	Value evalKernel(Context context) {
		Source kernel = own(Scripts.KERNEL);
		if (!this.hasReadKernel) {
			synchronized (this.kernelReading) {
				context.parse(kernel);
				this.hasReadKernel = true;
			}
		}
		return context.eval(kernel);
	}

	/** A new context: global objects that nobody has touched yet. */
	Context newContext() {
		return terms(Context.newBuilder("js")).engine(engine()).resourceLimits(this.statements).build();
	}

	/**
	 * Ends the script engine, and all code in it. Code that cannot be stopped is left to
	 * the end of the process: nobody's shutdown waits for it.
	 */
	@Override
	public void close() {
		Engine made;
		synchronized (this) {
			made = this.engine;
		}
		if (made != null) {
			close(made);
		}
	}

	private static void close(Engine engine) {
		FutureTask<Boolean> closing = new FutureTask<>(() -> engine.close(true), true);
		Thread thread = new Thread(closing, "claimflow-close");
		thread.setDaemon(true);
		thread.start();
		try {
			closing.get(CLOSE.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			logger.warn("Code of a workflow goes on that cannot be stopped. Its thread ends with the process");
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
