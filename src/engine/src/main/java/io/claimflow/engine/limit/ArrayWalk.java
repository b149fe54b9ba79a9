package io.claimflow.engine.limit;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import org.jspecify.annotations.Nullable;

/**
 * A function that goes through the elements of its {@code this}. Where the script
 * computes the length, it goes through what stands in for it, which has the length that
 * was looked at.
 */
class ArrayWalk extends OperationGuard {

	private final int limit;

	ArrayWalk(EventContext function, int limit) {
		super(function);
		this.limit = limit;
	}

	@Override
	protected void onEnter(VirtualFrame frame) {
		try {
			look(frame.getArguments());
		}
		catch (AbstractTruffleException ex) {
			throw error(ex);
		}
	}

	/** A function that answers its {@code this} answers the object itself. */
	@Override
	protected void onReturnValue(VirtualFrame frame, @Nullable Object value) {
		Object original = CheckedProxy.original(value);
		if (original != null) {
			throw result(original);
		}
	}

	void look(Object[] arguments) {
		JSArguments.setThisObject(arguments, lookedAt(JSArguments.getThisObject(arguments)));
	}

	/** A value whose length is within the limit, and stays what it was. */
	final Object lookedAt(Object value) {
		long length = ArrayLength.of(value);
		if (length > this.limit) {
			throw rangeError(ArrayLength.TOO_LONG, this.limit);
		}
		return ArrayLength.isComputed(value) ? checked((JSDynamicObject) value, length) : value;
	}

	@TruffleBoundary
	final Object checked(JSDynamicObject object, long length) {
		return new ProxyTraps(JSRealm.get(this)).proxy(new CheckedProxy.OfLength(object, length));
	}

	final int limit() {
		return this.limit;
	}

}
