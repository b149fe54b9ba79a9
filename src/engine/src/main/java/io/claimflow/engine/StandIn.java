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
import com.oracle.truffle.js.runtime.builtins.JSArray;
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
 * say in what comes next. The function gets a proxy, so that it asks here for each
 * property: that is a moment at which the run can be ended, and the script is asked once
 * for what it is asked.
 */
abstract class StandIn {

	private static final HiddenKey SELF = new HiddenKey("standIn");

	private final JSDynamicObject object;

	StandIn(JSDynamicObject object) {
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
		return (handler != null && JSObjectUtil.getHiddenProperty(handler, SELF) instanceof StandIn standIn)
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

	/** What stands in for objects while one function goes through them. */
	static final class Traps {

		private final JSRealm realm;

		private final JSDynamicObject[] functions;

		Traps(JSRealm realm) {
			this.realm = realm;
			JavaScriptLanguage language = realm.getContext().getLanguage();
			Trap[] traps = { new Get(language), new Has(language), new Set(language), new Delete(language) };
			this.functions = new JSDynamicObject[traps.length];
			for (int i = 0; i < traps.length; i++) {
				JSFunctionData data = JSFunctionData.createCallOnly(realm.getContext(), traps[i].getCallTarget(), 0,
						Trap.NAMES[i]);
				this.functions[i] = JSFunction.create(realm, data);
			}
		}

		/**
		 * The proxy that the function gets. Its target is an empty one, which nothing
		 * that is answered here can contradict.
		 */
		@TruffleBoundary
		JSProxyObject proxy(StandIn standIn) {
			JSDynamicObject handler = JSOrdinary.createWithNullPrototype(this.realm.getContext());
			JSObjectUtil.putHiddenProperty(handler, SELF, standIn);
			for (int i = 0; i < this.functions.length; i++) {
				JSObjectUtil.putDataProperty(handler, Trap.NAMES[i], this.functions[i]);
			}
			JSDynamicObject target = JSRuntime.isArray(standIn.object)
					? JSArray.createConstantEmptyArray(this.realm.getContext(), this.realm)
					: JSOrdinary.create(this.realm.getContext(), this.realm);
			return JSProxy.create(this.realm.getContext(), this.realm, target, handler);
		}

	}

	/** What the script engine calls for a property of the proxy. */
	private abstract static class Trap extends JavaScriptRootNode {

		private static final TruffleString[] NAMES = { JSProxy.GET, JSProxy.HAS, JSProxy.SET, JSProxy.DELETE_PROPERTY };

		Trap(JavaScriptLanguage language) {
			super(language);
		}

		@Override
		public final Object execute(VirtualFrame frame) {
			TruffleSafepoint.poll(this);
			return answer(frame.getArguments());
		}

		@TruffleBoundary
		private Object answer(Object[] arguments) {
			JSDynamicObject handler = (JSDynamicObject) JSArguments.getThisObject(arguments);
			StandIn standIn = (StandIn) JSObjectUtil.getHiddenProperty(handler, SELF);
			return answer(standIn, JSArguments.getUserArgument(arguments, 1), arguments);
		}

		abstract Object answer(StandIn standIn, Object key, Object[] arguments);

	}

	private static final class Get extends Trap {

		Get(JavaScriptLanguage language) {
			super(language);
		}

		@Override
		Object answer(StandIn standIn, Object key, Object[] arguments) {
			return JSAbstractArray.LENGTH.equals(key) ? JSRuntime.longToIntOrDouble(standIn.length())
					: standIn.get(key);
		}

	}

	private static final class Has extends Trap {

		Has(JavaScriptLanguage language) {
			super(language);
		}

		@Override
		Object answer(StandIn standIn, Object key, Object[] arguments) {
			return standIn.has(key);
		}

	}

	private static final class Set extends Trap {

		Set(JavaScriptLanguage language) {
			super(language);
		}

		@Override
		Object answer(StandIn standIn, Object key, Object[] arguments) {
			return JSObject.setWithReceiver(standIn.object, key, JSArguments.getUserArgument(arguments, 2),
					standIn.object, false, JSClassProfile.getUncached(), this);
		}

	}

	private static final class Delete extends Trap {

		Delete(JavaScriptLanguage language) {
			super(language);
		}

		@Override
		Object answer(StandIn standIn, Object key, Object[] arguments) {
			return JSObject.delete(standIn.object, key, false);
		}

	}

}
