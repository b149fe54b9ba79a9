package io.claimflow.engine.limit;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.js.builtins.RegExpPrototypeBuiltins;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.builtins.JSOrdinary;
import com.oracle.truffle.js.runtime.builtins.JSProxy;
import com.oracle.truffle.js.runtime.builtins.JSRegExpObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.JSObjectUtil;

/**
 * {@code replace} and {@code split} with a regular expression go through the groups that
 * its {@code exec} found, which can be a function of the script's. Then the length of
 * each match is looked at first.
 */
final class MatchLimit extends OperationGuard {

	private final int limit;

	MatchLimit(EventContext function, int limit) {
		super(function);
		this.limit = limit;
	}

	@Override
	protected void onEnter(VirtualFrame frame) {
		look(frame.getArguments());
	}

	@TruffleBoundary
	private void look(Object[] arguments) {
		JSRealm realm = JSRealm.get(this);
		if (JSArguments.getThisObject(arguments) instanceof JSDynamicObject object && JSRuntime.isObject(object)
				&& !isSilent(realm, object, arguments)) {
			ProxyTraps traps = new ProxyTraps(realm);
			JSArguments.setThisObject(arguments, traps.proxy(new Expression(object, traps, this.limit)));
		}
	}

	/** What is asked for its text could give the expression another {@code exec}. */
	private static boolean isSilent(JSRealm realm, JSDynamicObject object, Object[] arguments) {
		Object second = argument(arguments, 1);
		return !JSRuntime.isObject(argument(arguments, 0))
				&& (!JSRuntime.isObject(second) || JSRuntime.isCallable(second))
				&& !UserCode.mayRunWhenMatched(realm, object);
	}

	/** Stands in for what the script says is a regular expression. */
	private static final class Expression extends CheckedProxy.OfLength {

		private final ProxyTraps traps;

		private final int limit;

		Expression(JSDynamicObject object, ProxyTraps traps, int limit) {
			super(object, 0);
			this.traps = traps;
			this.limit = limit;
		}

		@Override
		Object get(Object key) {
			Object value = super.get(key);
			if (Strings.EXEC.equals(key)) {
				return exec(value);
			}
			return JSObject.CONSTRUCTOR.equals(key) ? constructor(value) : value;
		}

		private Object exec(Object function) {
			boolean isBuiltin = !JSRuntime.isCallable(function) && this.object instanceof JSRegExpObject;
			Object exec = isBuiltin ? this.traps.realm().lookupFunction(RegExpPrototypeBuiltins.BUILTINS, Strings.EXEC)
					: function;
			return JSRuntime.isCallable(exec) ? NativeFunction.create(this.traps.realm(),
					(self, arguments) -> lookedAt(JSRuntime.call(exec, this.object, arguments))) : function;
		}

		private Object lookedAt(Object match) {
			long length = ArrayLength.of(match);
			if (length > this.limit) {
				throw ArrayLength.tooLong(this.limit);
			}
			return ArrayLength.isComputed(match)
					? this.traps.proxy(new CheckedProxy.OfLength((JSDynamicObject) match, length)) : match;
		}

		/** {@code split} asks a copy of the expression instead, which is made here. */
		private Object constructor(Object constructor) {
			JSRealm realm = this.traps.realm();
			Object species = (constructor instanceof JSDynamicObject object && JSRuntime.isObject(object))
					? JSObject.get(object, Symbol.SYMBOL_SPECIES) : constructor;
			Object made = JSRuntime.isNullOrUndefined(species) ? realm.getRegExpConstructor() : species;
			if (!(made instanceof JSDynamicObject target) || !JSRuntime.isConstructor(made)) {
				return constructor;
			}
			JSDynamicObject handler = JSOrdinary.createWithNullPrototype(realm.getContext());
			JSObjectUtil.putDataProperty(handler, JSProxy.CONSTRUCT, NativeFunction.create(realm,
					(self, arguments) -> copy(target, JSObject.get((JSDynamicObject) arguments[1], 1))));
			JSDynamicObject answer = JSOrdinary.createWithNullPrototype(realm.getContext());
			JSObjectUtil.putDataProperty(answer, Symbol.SYMBOL_SPECIES,
					JSProxy.create(realm.getContext(), realm, target, handler));
			return answer;
		}

		private Object copy(JSDynamicObject constructor, Object flags) {
			Object copy = JSRuntime.construct(constructor, new Object[] { this.object, flags });
			return (copy instanceof JSDynamicObject object)
					? this.traps.proxy(new Expression(object, this.traps, this.limit)) : copy;
		}

	}

}
