package io.claimflow.engine.limit;

import java.util.List;
import java.util.Optional;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.source.SourceSection;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.builtins.JSArrayObject;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.builtins.JSProxyObject;
import com.oracle.truffle.js.runtime.builtins.JSRegExp;
import com.oracle.truffle.js.runtime.builtins.JSRegExpObject;
import com.oracle.truffle.js.runtime.builtins.JSSlowArray;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.PropertyDescriptor;
import com.oracle.truffle.js.runtime.objects.Undefined;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a built-in function can call user code (ECMA-262, 5.2.1) while it reads,
 * copies or matches a value. Where it cannot, what the function goes through stays as it
 * was when it was looked at.
 */
final class UserCode {

	/** Those that a regular expression is asked for its flags with. */
	private static final List<String> FLAGS = List.of("flags", "hasIndices", "global", "ignoreCase", "multiline",
			"dotAll", "unicode", "unicodeSets", "sticky");

	private UserCode() {
	}

	/** Whether user code may run while the elements of a value are read. */
	static boolean mayRun(JSRealm realm, @Nullable Object value) {
		if (!(value instanceof JSDynamicObject object)) {
			return false;
		}
		Property spreadable = Property.of(object, Symbol.SYMBOL_IS_CONCAT_SPREADABLE);
		return spreadable.descriptor() != null || spreadable.ofProxy()
				|| (object instanceof JSArrayObject array && !isPlain(realm, array));
	}

	/** Whether no element of an array is a getter, nor one that it inherits. */
	static boolean isPlain(JSRealm realm, JSArrayObject array) {
		return !JSSlowArray.isJSSlowArray(array) && JSObject.getPrototype(array) == realm.getArrayPrototype()
				&& (!array.getArrayType().hasHoles(array)
						|| realm.getContext().getArrayPrototypeNoElementsAssumption().isValid());
	}

	/** Whether user code may run while the object is made that becomes a value's copy. */
	static boolean mayRunWhenCopied(JSRealm realm, @Nullable Object value) {
		return value instanceof JSArrayObject array && (JSObject.getOwnProperty(array, JSObject.CONSTRUCTOR) != null
				|| !isIntact(realm, realm.getArrayPrototype(), realm.getArrayConstructor()));
	}

	/** Whether user code may run while a regular expression matches, and is copied. */
	static boolean mayRunWhenMatched(JSRealm realm, Object value) {
		JSDynamicObject prototype = realm.getRegExpPrototype();
		return !(value instanceof JSRegExpObject expression && JSObject.getPrototype(expression) == prototype
				&& JSObject.ownPropertyKeys(expression).size() == 1
				&& JSObject.get(expression, JSRegExp.LAST_INDEX) instanceof Number
				&& builtIn(prototype, Strings.EXEC) instanceof JSFunctionObject exec && isBuiltIn(exec, "exec")
				&& FLAGS.stream().allMatch((flag) -> isBuiltInGetter(prototype, flag))
				&& isIntact(realm, prototype, realm.getRegExpConstructor()));
	}

	private static boolean isBuiltInGetter(JSDynamicObject prototype, String name) {
		PropertyDescriptor property = JSObject.getOwnProperty(prototype, Strings.fromJavaString(name));
		return property != null && property.getGet() instanceof JSFunctionObject getter
				&& isBuiltIn(getter, "get " + name);
	}

	private static boolean isBuiltIn(JSFunctionObject function, String name) {
		return JSFunction.isBuiltin(function)
				&& Strings.toJavaString(JSFunction.getFunctionData(function).getName()).equals(name);
	}

	/** Whether a built-in class makes copies of its own kind. */
	private static boolean isIntact(JSRealm realm, JSDynamicObject prototype, JSDynamicObject constructor) {
		PropertyDescriptor species = JSObject.getOwnProperty(constructor, Symbol.SYMBOL_SPECIES);
		return builtIn(prototype, JSObject.CONSTRUCTOR) == constructor && species != null
				&& species.getGet() instanceof JSFunctionObject getter
				&& JSFunction.getFunctionData(getter) == realm.getContext().getSymbolSpeciesThisGetterFunctionData();
	}

	/**
	 * A property that a built-in object has itself, if it has it as it is built in: in a
	 * hardened realm, a getter of the engine's own answers it.
	 */
	private static @Nullable Object builtIn(JSDynamicObject object, TruffleString name) {
		PropertyDescriptor property = JSObject.getOwnProperty(object, name);
		if (property == null || property.isDataDescriptor()) {
			return (property != null) ? property.getValue() : null;
		}
		return (property.getGet() instanceof JSFunctionObject getter && isOwn(getter))
				? JSFunction.call(JSArguments.createZeroArg(object, getter)) : null;
	}

	private static boolean isOwn(JSFunctionObject function) {
		CallTarget target = JSFunction.getFunctionData(function).getCallTarget();
		SourceSection code = (target instanceof RootCallTarget root) ? root.getRootNode().getSourceSection() : null;
		return code != null && SourceOrigin.isOwn(code.getSource().getURI());
	}

	/**
	 * A property of an object, its own or an inherited one.
	 *
	 * @param descriptor what describes it, or null if there is none
	 * @param ofProxy whether a proxy decides about it instead
	 */
	record Property(@Nullable PropertyDescriptor descriptor, boolean ofProxy) {

		static Property of(JSDynamicObject object, Object key) {
			JSDynamicObject holder = object;
			while (JSRuntime.isObject(holder) && !(holder instanceof JSProxyObject)) {
				PropertyDescriptor descriptor = JSObject.getOwnProperty(holder, key);
				if (descriptor != null) {
					return new Property(descriptor, false);
				}
				holder = JSObject.getPrototype(holder);
			}
			return new Property(null, holder instanceof JSProxyObject);
		}

		/**
		 * The value, if no script is asked for it.
		 * @return undefined if there is no such property, and empty if a script is asked
		 */
		Optional<Object> value() {
			if (this.descriptor == null) {
				return this.ofProxy ? Optional.empty() : Optional.of(Undefined.instance);
			}
			return this.descriptor.isAccessorDescriptor() ? Optional.empty() : Optional.of(this.descriptor.getValue());
		}

	}

}
