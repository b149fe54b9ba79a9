package io.claimflow.engine;

import java.util.Collection;
import java.util.List;

import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.instrumentation.provider.TruffleInstrumentProvider;

/**
 * Tells the script engine of {@link BigIntBound}. It is public only because the script
 * engine finds it as a service.
 */
@TruffleInstrument.Registration(id = BigIntBound.ID, name = "Bound on a BigInt", services = BigIntBound.class)
public final class BigIntBoundProvider extends TruffleInstrumentProvider {

	@Override
	protected String getInstrumentClassName() {
		return BigIntBound.Instrument.class.getName();
	}

	@Override
	protected Object create() {
		return new BigIntBound.Instrument();
	}

	@Override
	protected Collection<String> getServicesClassNames() {
		return List.of(BigIntBound.class.getName());
	}

}
