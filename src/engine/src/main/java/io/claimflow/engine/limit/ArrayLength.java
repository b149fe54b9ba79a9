package io.claimflow.engine.limit;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.Errors;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSAbstractArray;
import com.oracle.truffle.js.runtime.builtins.JSArray;
import com.oracle.truffle.js.runtime.builtins.JSArrayObject;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.PropertyDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The length of an array, or of what says that it is like one (ECMA-262,
 * LengthOfArrayLike).
 */
final class ArrayLength {

	static final String TOO_LONG = "Maximum array length exceeded: %d (claimflow.limits.array-length)";

	private ArrayLength() {
	}

	/** The error of an array that turns out to be longer while it is walked. */
	static RuntimeException tooLong(int limit) {
		return Errors.createRangeError(TOO_LONG.formatted(limit));
	}

	/** The length of a value, which a script may be asked for; 0 if it has none. */
	static long of(@Nullable Object value) {
		if (value instanceof JSArrayObject array) {
			return JSArray.arrayGetLength(array);
		}
		if (value instanceof TruffleString text) {
			return Strings.length(text);
		}
		return (value instanceof JSDynamicObject object && JSRuntime.isObject(object)) ? asked(object) : 0;
	}

	@TruffleBoundary
	private static long asked(JSDynamicObject object) {
		return JSRuntime.toLength(JSObject.get(object, JSAbstractArray.LENGTH));
	}

	/** Whether a script is asked for the length of a value. */
	static boolean isComputed(@Nullable Object value) {
		return value instanceof JSDynamicObject object && !(value instanceof JSArrayObject) && isComputed(object);
	}

	@TruffleBoundary
	private static boolean isComputed(JSDynamicObject object) {
		UserCode.Property length = UserCode.Property.of(object, JSAbstractArray.LENGTH);
		return length.value().map(JSRuntime::isObject).orElseGet(() -> !isOfTypedArray(length.descriptor()));
	}

	private static boolean isOfTypedArray(@Nullable PropertyDescriptor length) {
		return length != null && length.getGet() instanceof JSFunctionObject getter && JSFunction.isBuiltin(getter)
				&& Strings.toJavaString(JSFunction.getFunctionData(getter).getName()).equals("get length");
	}

}
