package io.claimflow.engine;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.object.HiddenKey;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.lang.JavaScriptLanguage;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.JavaScriptRootNode;
import com.oracle.truffle.js.runtime.builtins.JSAbstractArray;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
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
 * say in what comes next: a proxy that keeps the length that was looked at, and of which
 * each property that the function asks for is a moment at which the run can be ended.
 */
final class WalkedObjects {

	private static final HiddenKey LENGTH = new HiddenKey("length");

	private final JSRealm realm;

	private WalkedObjects(JSRealm realm) {
		this.realm = realm;
	}

	/**
	 * Makes the proxy of an object.
	 * @param length the length that the proxy keeps
	 */
	@TruffleBoundary
	static JSProxyObject of(JSRealm realm, JSDynamicObject object, long length) {
		WalkedObjects walked = new WalkedObjects(realm);
		JavaScriptLanguage language = realm.getContext().getLanguage();
		JSDynamicObject handler = JSOrdinary.createWithNullPrototype(realm.getContext());
		JSObjectUtil.putHiddenProperty(handler, LENGTH, length);
		walked.put(handler, JSProxy.GET, 3, new Get(language));
		walked.put(handler, JSProxy.HAS, 2, new Has(language));
		walked.put(handler, JSProxy.SET, 4, new Set(language));
		walked.put(handler, JSProxy.DELETE_PROPERTY, 2, new Delete(language));
		return JSProxy.create(realm.getContext(), realm, object, handler);
	}

	/**
	 * The object that a value stands in for.
	 * @return null if it is no proxy of this class
	 */
	static @Nullable Object original(@Nullable Object value) {
		return (value instanceof JSProxyObject proxy && isWalked(proxy)) ? proxy.getProxyTarget() : null;
	}

	@TruffleBoundary
	private static boolean isWalked(JSProxyObject proxy) {
		JSDynamicObject handler = proxy.getProxyHandler();
		return handler != null && JSObjectUtil.hasHiddenProperty(handler, LENGTH);
	}

	private void put(JSDynamicObject handler, TruffleString name, int parameters, Trap trap) {
		JSFunctionData data = JSFunctionData.createCallOnly(this.realm.getContext(), trap.getCallTarget(), parameters,
				name);
		JSObjectUtil.putDataProperty(handler, name, JSFunction.create(this.realm, data));
	}

	/** What the script engine calls for a property of the proxy. */
	private abstract static class Trap extends JavaScriptRootNode {

		Trap(JavaScriptLanguage language) {
			super(language);
		}

		@Override
		public Object execute(VirtualFrame frame) {
			TruffleSafepoint.poll(this);
			Object[] arguments = frame.getArguments();
			return answer(arguments, (JSDynamicObject) JSArguments.getUserArgument(arguments, 0),
					JSArguments.getUserArgument(arguments, 1));
		}

		abstract Object answer(Object[] arguments, JSDynamicObject object, Object key);

	}

	private static final class Get extends Trap {

		Get(JavaScriptLanguage language) {
			super(language);
		}

		@Override
		@TruffleBoundary
		Object answer(Object[] arguments, JSDynamicObject object, Object key) {
			if (JSAbstractArray.LENGTH.equals(key)) {
				JSDynamicObject handler = (JSDynamicObject) JSArguments.getThisObject(arguments);
				return JSRuntime.longToIntOrDouble((long) JSObjectUtil.getHiddenProperty(handler, LENGTH));
			}
			return JSObject.get(object, key);
		}

	}

	private static final class Has extends Trap {

		Has(JavaScriptLanguage language) {
			super(language);
		}

		@Override
		@TruffleBoundary
		Object answer(Object[] arguments, JSDynamicObject object, Object key) {
			return JSObject.hasProperty(object, key);
		}

	}

	private static final class Set extends Trap {

		Set(JavaScriptLanguage language) {
			super(language);
		}

		@Override
		@TruffleBoundary
		Object answer(Object[] arguments, JSDynamicObject object, Object key) {
			return JSObject.setWithReceiver(object, key, JSArguments.getUserArgument(arguments, 2), object, false,
					JSClassProfile.getUncached(), this);
		}

	}

	private static final class Delete extends Trap {

		Delete(JavaScriptLanguage language) {
			super(language);
		}

		@Override
		@TruffleBoundary
		Object answer(Object[] arguments, JSDynamicObject object, Object key) {
			return JSObject.delete(object, key, false);
		}

	}

}
