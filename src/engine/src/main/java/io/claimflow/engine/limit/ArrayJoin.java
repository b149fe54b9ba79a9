package io.claimflow.engine.limit;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSArray;
import com.oracle.truffle.js.runtime.builtins.JSArrayObject;
import com.oracle.truffle.js.runtime.builtins.JSProxyObject;
import com.oracle.truffle.js.runtime.builtins.JSSlowArray;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.PropertyDescriptor;
import com.oracle.truffle.js.runtime.objects.Undefined;
import org.jspecify.annotations.Nullable;

/**
 * Functions that join arrays: {@code concat}, {@code flat} and {@code flatMap}. They go
 * through the elements of elements, or of arguments, too.
 */
final class ArrayJoin {

	private ArrayJoin() {
	}

	/**
	 * {@code concat} goes through its arguments, too. Where user code may run meanwhile,
	 * each is looked at when it is next.
	 */
	static final class Concatenation extends ArrayWalk {

		Concatenation(EventContext function, int limit) {
			super(function, limit);
		}

		@Override
		@TruffleBoundary
		void look(Object[] arguments) {
			JSRealm realm = JSRealm.get(this);
			int count = JSArguments.getUserArgumentCount(arguments);
			Object object = JSArguments.getThisObject(arguments);
			boolean userCode = UserCode.mayRun(realm, object) || UserCode.mayRunWhenCopied(realm, object);
			long sum = elements(object);
			for (int i = 0; i < count; i++) {
				Object argument = JSArguments.getUserArgument(arguments, i);
				userCode = userCode || UserCode.mayRun(realm, argument);
				sum += elements(argument);
			}
			if (sum > limit()) {
				throw rangeError(ArrayLength.TOO_LONG, limit());
			}
			if (userCode) {
				LiveLength lengths = new LiveLength(realm, limit());
				JSArguments.setThisObject(arguments, lengths.joined(object));
				for (int i = 0; i < count; i++) {
					JSArguments.setUserArgument(arguments, i,
							lengths.joined(JSArguments.getUserArgument(arguments, i)));
				}
			}
		}

		/** What is there without asking anybody. */
		private static long elements(@Nullable Object value) {
			return (value instanceof JSArrayObject array) ? JSArray.arrayGetLength(array) : 0;
		}

	}

	/**
	 * {@code flat} goes through the elements of elements, too. Where user code may run
	 * meanwhile, each is looked at when it is next.
	 */
	static final class Flattening extends ArrayWalk {

		Flattening(EventContext function, int limit) {
			super(function, limit);
		}

		@Override
		@TruffleBoundary
		void look(Object[] arguments) {
			JSRealm realm = JSRealm.get(this);
			Object object = JSArguments.getThisObject(arguments);
			Object depth = argument(arguments, 0);
			if (JSRuntime.isObject(depth)) {
				depth = JSRuntime.toDouble(depth);
				JSArguments.setUserArgument(arguments, 0, depth);
			}
			double levels = levels(depth);
			FlatElements elements = new FlatElements(realm, limit());
			elements.add(object, levels);
			if (elements.sum > limit()) {
				throw rangeError(ArrayLength.TOO_LONG, limit());
			}
			if (object instanceof JSDynamicObject walked
					&& (elements.userCode || UserCode.mayRunWhenCopied(realm, object))) {
				JSArguments.setThisObject(arguments, new LiveLength(realm, limit()).flattened(walked, levels));
			}
		}

		private static double levels(@Nullable Object depth) {
			return (depth == null || depth == Undefined.instance) ? 1 : Math.floor(JSRuntime.toDouble(depth));
		}

	}

	/** {@code flatMap} goes through the elements of what its callback answers, too. */
	static final class Mapping extends ArrayWalk {

		Mapping(EventContext function, int limit) {
			super(function, limit);
		}

		@Override
		void look(Object[] arguments) {
			super.look(arguments);
			Object callback = argument(arguments, 0);
			if (callback != null && JSRuntime.isCallable(callback)) {
				JSArguments.setUserArgument(arguments, 0, lookingAt(callback));
			}
		}

		@TruffleBoundary
		private Object lookingAt(Object callback) {
			JSRealm realm = JSRealm.get(this);
			return NativeFunction.create(realm,
					(object, arguments) -> lookedAt(realm, JSRuntime.call(callback, object, arguments)));
		}

		private Object lookedAt(JSRealm realm, Object answer) {
			if (answer instanceof JSArrayObject array && JSArray.arrayGetLength(array) > limit()) {
				throw ArrayLength.tooLong(limit());
			}
			return (answer instanceof JSProxyObject proxy && JSRuntime.isArray(proxy))
					? new LiveLength(realm, limit()).flattened(proxy, 0) : answer;
		}

	}

	/** What {@code flat} goes through, as far as it is there without asking anybody. */
	private static final class FlatElements {

		private final JSRealm realm;

		private final int limit;

		private long sum;

		/** Whether user code may run while it is read. */
		private boolean userCode;

		FlatElements(JSRealm realm, int limit) {
			this.realm = realm;
			this.limit = limit;
		}

		void add(@Nullable Object value, double levels) {
			if (!(value instanceof JSArrayObject array)) {
				this.userCode |= value instanceof JSDynamicObject;
				this.sum += (value instanceof TruffleString text) ? Strings.length(text) : 0;
				return;
			}
			long length = JSArray.arrayGetLength(array);
			this.sum += length;
			this.userCode |= !UserCode.isPlain(this.realm, array);
			if (!(levels > 0)) {
				return;
			}
			for (long i = 0; i < length && this.sum <= this.limit; i++) {
				Object element = element(array, i);
				if (element instanceof JSArrayObject inner) {
					add(inner, levels - 1);
				}
				this.userCode |= element instanceof JSProxyObject;
			}
		}

		private static @Nullable Object element(JSArrayObject array, long index) {
			if (!JSSlowArray.isJSSlowArray(array)) {
				return array.getArrayType().getElement(array, index);
			}
			PropertyDescriptor element = JSObject.getOwnProperty(array, Strings.fromLong(index));
			return (element != null && element.isDataDescriptor()) ? element.getValue() : null;
		}

	}

}
