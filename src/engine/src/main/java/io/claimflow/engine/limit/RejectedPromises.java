package io.claimflow.engine.limit;

import java.util.ArrayList;
import java.util.List;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.PromiseRejectionTracker;
import com.oracle.truffle.js.runtime.builtins.JSPromiseObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import org.graalvm.polyglot.Context;

/**
 * A list of the promises of a realm that were rejected before anybody handled them. Each
 * promise knows whether somebody has done so since, so nothing has to be looked up: a
 * rejection costs one entry, and a promise that is not rejected nothing. Only the thread
 * of the run touches it.
 */
public final class RejectedPromises implements PromiseRejectionTracker {

	private static final int FEW = 64;

	private final List<JSPromiseObject> promises = new ArrayList<>();

	private int many = FEW;

	private RejectedPromises() {
	}

	/** The list of one context, which knows the rejections from now on. */
	public static RejectedPromises of(Context context) {
		context.enter();
		try {
			RejectedPromises rejected = new RejectedPromises();
			JSRealm realm = JSRealm.get(null);
			realm.getContext().setPromiseRejectionTracker(realm.getAgent(), rejected);
			return rejected;
		}
		finally {
			context.leave();
		}
	}

	/** The reasons of those that nobody has handled to this moment, oldest first. */
	public List<Object> unhandled() {
		this.promises.removeIf(JSPromiseObject::isHandled);
		return this.promises.stream().map(JSPromiseObject::getPromiseResult).toList();
	}

	/** Forgets the rejections of a run that has ended. */
	public void clear() {
		this.promises.clear();
		this.many = FEW;
	}

	@Override
	@TruffleBoundary
	public void promiseRejected(JSDynamicObject promise, Object reason) {
		if (this.promises.size() >= this.many) {
			this.promises.removeIf(JSPromiseObject::isHandled);
			this.many = Math.max(FEW, 2 * this.promises.size());
		}
		this.promises.add((JSPromiseObject) promise);
	}

	@Override
	public void promiseRejectionHandled(JSDynamicObject promise) {
		// The promise itself knows.
	}

	@Override
	public void promiseRejectedAfterResolved(JSDynamicObject promise, Object reason) {
		// It stays as it was.
	}

	@Override
	public void promiseResolvedAfterResolved(JSDynamicObject promise, Object value) {
		// It stays as it was.
	}

}
