package io.claimflow.engine.limit;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.js.runtime.Errors;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an operation of a script before or after it, and may throw an error into the
 * script in its place.
 */
abstract class OperationGuard extends ExecutionEventNode {

	private final EventContext operation;

	OperationGuard(EventContext operation) {
		this.operation = operation;
	}

	/**
	 * What the script engine tells of an operation: its name, or its operator.
	 * @return that, or an empty text if the operation has none
	 */
	static String member(EventContext operation, String name) {
		InteropLibrary interop = InteropLibrary.getUncached();
		Object members = operation.getNodeObject();
		try {
			return interop.isMemberReadable(members, name) ? interop.asString(interop.readMember(members, name)) : "";
		}
		catch (InteropException ex) {
			throw new IllegalStateException("The script engine does not tell the " + name + " of an operation", ex);
		}
	}

	/** An argument of the function, or null if there are fewer. */
	static @Nullable Object argument(Object[] arguments, int index) {
		return (index < JSArguments.getUserArgumentCount(arguments)) ? JSArguments.getUserArgument(arguments, index)
				: null;
	}

	/** The error of a script that was asked, which is not asked again. */
	@TruffleBoundary
	final RuntimeException error(AbstractTruffleException ex) {
		return this.operation.createError(ex);
	}

	/** An error with a message that names a limit. */
	@TruffleBoundary
	final RuntimeException rangeError(String message, long limit) {
		return this.operation
			.createError(Errors.createRangeError(message.formatted(limit), this.operation.getInstrumentedNode()));
	}

	@TruffleBoundary
	final RuntimeException typeError(String message) {
		return this.operation.createError(Errors.createTypeError(message, this.operation.getInstrumentedNode()));
	}

	/** Answers in place of the operation: what is thrown ends it. */
	@TruffleBoundary
	final Error result(Object value) {
		return this.operation.createUnwind(value);
	}

	@Override
	protected final Object onUnwind(VirtualFrame frame, Object result) {
		return result;
	}

	/** Calls the function again, for what is looked at anew. */
	final Object again(Object[] arguments, Object thisObject, Object... others) {
		TruffleSafepoint.poll(this);
		try {
			return JSFunction.call(JSArguments.create(thisObject, JSArguments.getFunctionObject(arguments), others));
		}
		catch (AbstractTruffleException ex) {
			throw error(ex);
		}
	}

}
