package io.claimflow.engine.limit;

import java.util.Map;
import java.util.function.BiFunction;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.builtins.JSArray;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.builtins.JSOrdinary;
import com.oracle.truffle.js.runtime.builtins.JSProxy;
import com.oracle.truffle.js.runtime.builtins.JSProxyObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.JSObjectUtil;

/** What stands in for objects while one function goes through them. */
final class ProxyTraps {

	private final JSRealm realm;

	private final Map<TruffleString, JSFunctionObject> functions;

	ProxyTraps(JSRealm realm) {
		this.realm = realm;
		this.functions = Map.of(JSProxy.GET, trap((checked, arguments) -> checked.answer(arguments[1])), JSProxy.HAS,
				trap((checked, arguments) -> checked.has(arguments[1])), JSProxy.SET,
				trap((checked, arguments) -> checked.set(arguments[1], arguments[2])), JSProxy.DELETE_PROPERTY,
				trap((checked, arguments) -> JSObject.delete(checked.object, arguments[1], false)));
	}

	private JSFunctionObject trap(BiFunction<CheckedProxy, Object[], Object> trap) {
		return NativeFunction.create(this.realm,
				(handler, arguments) -> trap.apply(
						(CheckedProxy) JSObjectUtil.getHiddenProperty((JSDynamicObject) handler, CheckedProxy.SELF),
						arguments));
	}

	JSRealm realm() {
		return this.realm;
	}

	/**
	 * The proxy that the function gets. Its target is an empty one, which nothing that is
	 * answered here can contradict.
	 */
	@TruffleBoundary
	JSProxyObject proxy(CheckedProxy checked) {
		JSDynamicObject handler = JSOrdinary.createWithNullPrototype(this.realm.getContext());
		JSObjectUtil.putHiddenProperty(handler, CheckedProxy.SELF, checked);
		this.functions.forEach((name, trap) -> JSObjectUtil.putDataProperty(handler, name, trap));
		JSDynamicObject target = JSRuntime.isArray(checked.object)
				? JSArray.createConstantEmptyArray(this.realm.getContext(), this.realm)
				: JSOrdinary.create(this.realm.getContext(), this.realm);
		return JSProxy.create(this.realm.getContext(), this.realm, target, handler);
	}

}
