package io.claimflow.engine;

import java.util.Map;
import java.util.function.BiFunction;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.object.HiddenKey;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.builtins.JSAbstractArray;
import com.oracle.truffle.js.runtime.builtins.JSArray;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.builtins.JSOrdinary;
import com.oracle.truffle.js.runtime.builtins.JSProxy;
import com.oracle.truffle.js.runtime.builtins.JSProxyObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.JSObjectUtil;
import com.oracle.truffle.js.runtime.util.JSClassProfile;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an object that a built-in function goes through, where the script has a
 * say in what comes next. The function gets a proxy, so that it asks here for each
 * property: that is a moment at which the run can be ended, and the script is asked once
 * for what it is asked.
 */
abstract class CheckedProxy {

	private static final HiddenKey SELF = new HiddenKey("standIn");

	final JSDynamicObject object;

	CheckedProxy(JSDynamicObject object) {
		this.object = object;
	}

	/**
	 * The object that a value stands in for.
	 * @return null if it stands in for none
	 */
	static @Nullable Object original(@Nullable Object value) {
		return (value instanceof JSProxyObject proxy) ? original(proxy) : null;
	}

	@TruffleBoundary
	private static @Nullable Object original(JSProxyObject proxy) {
		JSDynamicObject handler = proxy.getProxyHandler();
		return (handler != null && JSObjectUtil.getHiddenProperty(handler, SELF) instanceof CheckedProxy standIn)
				? standIn.object : null;
	}

	/** The length that the function goes through. */
	abstract long length();

	/** Whether the object has a property. */
	boolean has(Object key) {
		return JSObject.hasProperty(this.object, key);
	}

	/** A property other than the length. */
	Object get(Object key) {
		return JSObject.get(this.object, key);
	}

	/** Sets a property of the object. */
	private boolean set(Object key, Object value) {
		return JSObject.setWithReceiver(this.object, key, value, this.object, false, JSClassProfile.getUncached(),
				null);
	}

	private Object answer(Object key) {
		return JSAbstractArray.LENGTH.equals(key) ? JSRuntime.longToIntOrDouble(length()) : get(key);
	}

	/** Stands in for an object whose length was looked at. */
	static class OfLength extends CheckedProxy {

		private final long length;

		OfLength(JSDynamicObject object, long length) {
			super(object);
			this.length = length;
		}

		@Override
		final long length() {
			return this.length;
		}

	}

	/** What stands in for objects while one function goes through them. */
	static final class Traps {

		private final JSRealm realm;

		private final Map<TruffleString, JSFunctionObject> functions;

		Traps(JSRealm realm) {
			this.realm = realm;
			this.functions = Map.of(JSProxy.GET, trap((standIn, arguments) -> standIn.answer(arguments[1])),
					JSProxy.HAS, trap((standIn, arguments) -> standIn.has(arguments[1])), JSProxy.SET,
					trap((standIn, arguments) -> standIn.set(arguments[1], arguments[2])), JSProxy.DELETE_PROPERTY,
					trap((standIn, arguments) -> JSObject.delete(standIn.object, arguments[1], false)));
		}

		private JSFunctionObject trap(BiFunction<CheckedProxy, Object[], Object> trap) {
			return NativeFunction.create(this.realm, (handler, arguments) -> trap
				.apply((CheckedProxy) JSObjectUtil.getHiddenProperty((JSDynamicObject) handler, SELF), arguments));
		}

		JSRealm realm() {
			return this.realm;
		}

		/**
		 * The proxy that the function gets. Its target is an empty one, which nothing
		 * that is answered here can contradict.
		 */
		@TruffleBoundary
		JSProxyObject proxy(CheckedProxy standIn) {
			JSDynamicObject handler = JSOrdinary.createWithNullPrototype(this.realm.getContext());
			JSObjectUtil.putHiddenProperty(handler, SELF, standIn);
			this.functions.forEach((name, trap) -> JSObjectUtil.putDataProperty(handler, name, trap));
			JSDynamicObject target = JSRuntime.isArray(standIn.object)
					? JSArray.createConstantEmptyArray(this.realm.getContext(), this.realm)
					: JSOrdinary.create(this.realm.getContext(), this.realm);
			return JSProxy.create(this.realm.getContext(), this.realm, target, handler);
		}

	}

}
