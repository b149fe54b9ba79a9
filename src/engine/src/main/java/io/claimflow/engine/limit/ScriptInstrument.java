package io.claimflow.engine.limit;

import java.util.Objects;

import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import io.claimflow.Limits;
import org.graalvm.polyglot.Engine;

/**
 * Reaches what the polyglot API of a script engine does not offer: {@link BigIntLimit},
 * {@link ElementLimit}, {@link PropertyLimit}, {@link PropertyTables}, {@link TextLimit},
 * {@link ClockReads}, {@link Safepoints} and {@link StatementCounts}.
 */
@TruffleInstrument.Registration(id = ScriptInstrument.ID, name = "Claimflow",
		services = { BigIntLimit.class, ElementLimit.class, PropertyLimit.class, PropertyTables.class, TextLimit.class,
				ClockReads.class, Safepoints.class, StatementCounts.class })
public final class ScriptInstrument extends TruffleInstrument {

	static final String ID = "claimflow";

	/**
	 * Sets the limits of single operations, before the engine has run anything.
	 * @throws IllegalStateException if the engine does not know this instrument
	 */
	public static void limit(Engine engine, Limits limits) {
		service(engine, BigIntLimit.class).set(limits.bigintBits());
		service(engine, ElementLimit.class).set(limits.arrayLength());
		service(engine, PropertyLimit.class).set(limits.arrayLength());
		service(engine, PropertyTables.class).start();
		service(engine, ClockReads.class).start();
		service(engine, TextLimit.class).set(limits.textSteps());
	}

	/**
	 * Counts from now on what is executed, before the engine has run anything. Only what
	 * runs tests asks for it.
	 * @throws IllegalStateException if the engine does not know this instrument
	 */
	public static StatementCounts count(Engine engine) {
		StatementCounts counts = service(engine, StatementCounts.class);
		counts.start();
		return counts;
	}

	/**
	 * What threads have asked of clocks in an engine.
	 * @throws IllegalStateException if the engine does not know this instrument
	 */
	public static ClockReads clockReads(Engine engine) {
		return service(engine, ClockReads.class);
	}

	/**
	 * The safepoints of an engine.
	 * @throws IllegalStateException if the engine does not know this instrument
	 */
	public static Safepoints safepoints(Engine engine) {
		return service(engine, Safepoints.class);
	}

	/**
	 * Finds a service of an engine.
	 * @throws IllegalStateException if the engine does not know this instrument
	 */
	private static <T> T service(Engine engine, Class<T> type) {
		if (!engine.getInstruments().containsKey(ID)) {
			throw new IllegalStateException("""
					The script engine lacks limits: META-INF/services/%s of claimflow-engine.jar is not on the class \
					path. If you make one jar of many, append files of that name, instead of replacing one by another"""
				.formatted("com.oracle.truffle.api.instrumentation.provider.TruffleInstrumentProvider"));
		}
		return Objects.requireNonNull(engine.getInstruments().get(ID)).lookup(type);
	}

	@Override
	protected void onCreate(Env environment) {
		environment.registerService(new BigIntLimit(environment.getInstrumenter()));
		environment.registerService(new ElementLimit(environment.getInstrumenter()));
		environment.registerService(new PropertyLimit(environment.getInstrumenter()));
		environment.registerService(new PropertyTables(environment.getInstrumenter()));
		environment.registerService(new TextLimit(environment.getInstrumenter()));
		environment.registerService(new ClockReads(environment.getInstrumenter()));
		environment.registerService(new Safepoints(environment));
		environment.registerService(new StatementCounts(environment.getInstrumenter()));
	}

}
