package io.claimflow.engine.limit;

import java.util.Optional;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.builtins.intl.JSLocaleObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;

/** A function that goes through the elements of an argument, such as locales. */
class ArgumentWalk extends ArrayWalk {

	private final int index;

	ArgumentWalk(EventContext function, int limit, int index) {
		super(function, limit);
		this.index = index;
	}

	@Override
	void look(Object[] arguments) {
		int index = this.index + (hasNewTarget(arguments) ? 1 : 0);
		Object value = argument(arguments, index);
		if (value != null) {
			JSArguments.setUserArgument(arguments, index, kept(value));
		}
	}

	/** The constructor of a subclass comes before the arguments. */
	@TruffleBoundary
	private boolean hasNewTarget(Object[] arguments) {
		JSFunctionData function = JSFunction
			.getFunctionData((JSFunctionObject) JSArguments.getFunctionObject(arguments));
		return function.isConstructor() && function.getConstructNewTarget() instanceof RootCallTarget target
				&& target.getRootNode() == getRootNode();
	}

	/**
	 * The script may be asked for other arguments first, and make this one longer.
	 */
	private Object kept(Object value) {
		Object kept = lookedAt(value);
		return (kept == value && value instanceof JSDynamicObject object && JSRuntime.isObject(object)
				&& !(object instanceof JSLocaleObject)) ? checked(object, ArrayLength.of(object)) : kept;
	}

	/** {@code JSON.stringify} goes through names, unless it calls a function for them. */
	static final class NamesWalk extends ArgumentWalk {

		NamesWalk(EventContext function, int limit) {
			super(function, limit, 1);
		}

		@Override
		void look(Object[] arguments) {
			if (!JSRuntime.isCallable(argument(arguments, 1))) {
				super.look(arguments);
			}
		}

	}

	/** {@code Array.from} goes through what is no iterable (ECMA-262, Array.from). */
	static final class Collection extends ArgumentWalk {

		Collection(EventContext function, int limit) {
			super(function, limit, 0);
		}

		@Override
		void look(Object[] arguments) {
			if (argument(arguments, 0) instanceof JSDynamicObject object && JSRuntime.isObject(object)) {
				JSArguments.setUserArgument(arguments, 0, collected(object));
			}
		}

		/** Whether it is an iterable may be up to the script, which is asked once. */
		@TruffleBoundary
		private Object collected(JSDynamicObject object) {
			Optional<Object> iterator = UserCode.Property.of(object, Symbol.SYMBOL_ITERATOR).value();
			if (iterator.isEmpty()) {
				return new LiveLength(JSRealm.get(this), limit()).collected(object);
			}
			return JSRuntime.isNullOrUndefined(iterator.get()) ? lookedAt(object) : object;
		}

	}

}
