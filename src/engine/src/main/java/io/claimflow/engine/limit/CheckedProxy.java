package io.claimflow.engine.limit;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.object.HiddenKey;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.builtins.JSAbstractArray;
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

	static final HiddenKey SELF = new HiddenKey("checked");

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
		return (handler != null && JSObjectUtil.getHiddenProperty(handler, SELF) instanceof CheckedProxy checked)
				? checked.object : null;
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
	boolean set(Object key, Object value) {
		return JSObject.setWithReceiver(this.object, key, value, this.object, false, JSClassProfile.getUncached(),
				null);
	}

	Object answer(Object key) {
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

}
