package io.claimflow.engine.limit;

import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.builtins.JSProxyObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.Undefined;

/** What one function goes through while the script may make it longer. */
final class LiveLength {

	private static final TruffleString FIRST = Strings.fromLong(0);

	private final ProxyTraps traps;

	private final int limit;

	private long sum;

	LiveLength(JSRealm realm, int limit) {
		this.traps = new ProxyTraps(realm);
		this.limit = limit;
	}

	/** Adds the length of what has its turn. */
	private long add(JSDynamicObject object) {
		long length = ArrayLength.of(object);
		this.sum += length;
		if (this.sum > this.limit) {
			throw ArrayLength.tooLong(this.limit);
		}
		return length;
	}

	/** Stands in for what {@code flat} goes through. */
	JSProxyObject flattened(JSDynamicObject object, double levels) {
		return this.traps.proxy(new CheckedProxy.OfLength(object, add(object)) {

			@Override
			Object get(Object key) {
				Object value = super.get(key);
				return (levels > 0 && JSRuntime.isArrayIndex(key) && value instanceof JSDynamicObject array
						&& JSRuntime.isArray(array)) ? flattened(array, levels - 1) : value;
			}

		});
	}

	/** Stands in for what {@code Array.from} goes through, unless it iterates. */
	JSProxyObject collected(JSDynamicObject object) {
		return this.traps.proxy(new CheckedProxy(object) {

			@Override
			long length() {
				return add(this.object);
			}

		});
	}

	/** Stands in for what {@code concat} goes through. */
	Object joined(Object value) {
		return (value instanceof JSDynamicObject object && JSRuntime.isObject(object))
				? this.traps.proxy(new ConcatOperand(object, this)) : value;
	}

	/**
	 * An object that {@code concat} joins: its elements, or an only one which is the
	 * object.
	 */
	private static final class ConcatOperand extends CheckedProxy {

		private final LiveLength lengths;

		private boolean isSpread;

		ConcatOperand(JSDynamicObject object, LiveLength lengths) {
			super(object);
			this.lengths = lengths;
		}

		@Override
		long length() {
			return this.isSpread ? this.lengths.add(this.object) : 1;
		}

		@Override
		boolean has(Object key) {
			return this.isSpread ? super.has(key) : FIRST.equals(key);
		}

		@Override
		Object get(Object key) {
			if (key == Symbol.SYMBOL_IS_CONCAT_SPREADABLE) {
				Object spreadable = super.get(key);
				this.isSpread = (spreadable == Undefined.instance) ? JSRuntime.isArray(this.object)
						: JSRuntime.toBoolean(spreadable);
				return true;
			}
			return (!this.isSpread && FIRST.equals(key)) ? this.object : super.get(key);
		}

	}

}
