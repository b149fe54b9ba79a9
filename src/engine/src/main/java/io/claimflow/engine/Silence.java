package io.claimflow.engine;

import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.builtins.JSArrayObject;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.builtins.JSProxyObject;
import com.oracle.truffle.js.runtime.builtins.JSSlowArray;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.PropertyDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Tells of what a built-in function is called with whether the function can copy it
 * without asking the script for anything. If it can, then what the function goes through
 * is still as it was when it was looked at.
 */
final class Silence {

	private Silence() {
	}

	/** Whether the elements of a value are read in silence, if it has any. */
	static boolean isSilent(JSRealm realm, @Nullable Object value) {
		if (!(value instanceof JSDynamicObject object)) {
			return true;
		}
		if (object instanceof JSProxyObject || JSObject.hasProperty(object, Symbol.SYMBOL_IS_CONCAT_SPREADABLE)) {
			return false;
		}
		return !(object instanceof JSArrayObject array) || isPlain(realm, array);
	}

	/** Whether no element of an array is a getter, nor one that it inherits. */
	static boolean isPlain(JSRealm realm, JSArrayObject array) {
		return !JSSlowArray.isJSSlowArray(array) && JSObject.getPrototype(array) == realm.getArrayPrototype()
				&& (!array.getArrayType().hasHoles(array)
						|| realm.getContext().getArrayPrototypeNoElementsAssumption().isValid());
	}

	/** Whether what becomes a copy of a silent value is made in silence, too. */
	static boolean isCopiedInSilence(JSRealm realm, @Nullable Object value) {
		if (!(value instanceof JSArrayObject array)) {
			return true;
		}
		if (JSObject.getOwnProperty(array, JSObject.CONSTRUCTOR) != null) {
			return false;
		}
		PropertyDescriptor constructor = JSObject.getOwnProperty(realm.getArrayPrototype(), JSObject.CONSTRUCTOR);
		PropertyDescriptor species = JSObject.getOwnProperty(realm.getArrayConstructor(), Symbol.SYMBOL_SPECIES);
		return constructor != null && constructor.getValue() == realm.getArrayConstructor() && species != null
				&& species.getGet() instanceof JSFunctionObject getter
				&& JSFunction.getFunctionData(getter) == realm.getContext().getSymbolSpeciesThisGetterFunctionData();
	}

}
