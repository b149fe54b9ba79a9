package io.claimflow.engine.limit;

import java.util.Collection;
import java.util.List;

import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.instrumentation.provider.TruffleInstrumentProvider;

/**
 * Tells the script engine of {@link ScriptInstrument}. It is public only because the
 * script engine finds it as a service.
 */
@TruffleInstrument.Registration(id = ScriptInstrument.ID, name = "Claimflow",
		services = { BigIntLimit.class, ElementLimit.class, PropertyLimit.class, PropertyTables.class, TextLimit.class,
				Safepoints.class, StatementCounts.class })
public final class ScriptInstrumentProvider extends TruffleInstrumentProvider {

	@Override
	protected String getInstrumentClassName() {
		return ScriptInstrument.class.getName();
	}

	@Override
	protected Object create() {
		return new ScriptInstrument();
	}

	@Override
	protected Collection<String> getServicesClassNames() {
		return List.of(BigIntLimit.class.getName(), ElementLimit.class.getName(), PropertyLimit.class.getName(),
				PropertyTables.class.getName(), TextLimit.class.getName(), ClockReads.class.getName(),
				Safepoints.class.getName(), StatementCounts.class.getName());
	}

}
