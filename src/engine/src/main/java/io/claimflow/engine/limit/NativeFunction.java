package io.claimflow.engine.limit;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JavaScriptRootNode;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;

/**
 * A function that a built-in function calls in place of one of the script's. Each call is
 * a moment at which the run can be ended.
 */
final class NativeFunction extends JavaScriptRootNode {

	private final Body body;

	private NativeFunction(JSRealm realm, Body body) {
		super(realm.getContext().getLanguage());
		this.body = body;
	}

	@TruffleBoundary
	static JSFunctionObject create(JSRealm realm, Body body) {
		NativeFunction root = new NativeFunction(realm, body);
		return JSFunction.create(realm,
				JSFunctionData.createCallOnly(realm.getContext(), root.getCallTarget(), 0, Strings.EMPTY_STRING));
	}

	@Override
	public Object execute(VirtualFrame frame) {
		TruffleSafepoint.poll(this);
		return call(frame.getArguments());
	}

	@TruffleBoundary
	private Object call(Object[] arguments) {
		return this.body.call(JSArguments.getThisObject(arguments), JSArguments.extractUserArguments(arguments));
	}

	/** What a function does. */
	interface Body {

		Object call(Object thisObject, Object[] arguments);

	}

}
