package io.claimflow.engine;

import java.util.Optional;
import java.util.Set;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.Instrumenter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.nodes.instrumentation.JSTags;
import com.oracle.truffle.js.runtime.Errors;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.builtins.JSArray;
import com.oracle.truffle.js.runtime.builtins.JSArrayObject;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.builtins.JSProxyObject;
import com.oracle.truffle.js.runtime.builtins.JSSlowArray;
import com.oracle.truffle.js.runtime.builtins.intl.JSLocaleObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.PropertyDescriptor;
import com.oracle.truffle.js.runtime.objects.Undefined;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the elements that one built-in function goes through. An array can have billions
 * of absent ones, and an object can say that it has; nothing can end a walk over them. So
 * it throws a {@code RangeError} before it begins.
 */
final class ElementLimit {

	private static final String ARRAY = "Array.prototype.";

	private static final String TOO_LONG = "Maximum array length exceeded: %d (claimflow.limits.array-length)";

	private static final TruffleString FIRST = Strings.fromLong(0);

	/** Those that take locales first. */
	private static final Set<String> LOCALIZED = Set.of("Collator", "DateTimeFormat", "DisplayNames", "DurationFormat",
			"ListFormat", "NumberFormat", "PluralRules", "RelativeTimeFormat", "Segmenter", "Intl.getCanonicalLocales");

	private final Instrumenter instrumenter;

	ElementLimit(Instrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	/**
	 * Sets the bound, before the engine has run anything.
	 * @param length the length of the longest array that is walked
	 */
	void set(int length) {
		SourceSectionFilter functions = SourceSectionFilter.newBuilder().tagIs(JSTags.BuiltinRootTag.class).build();
		this.instrumenter.attachExecutionEventFactory(functions,
				(function) -> walk(function, OperationGuard.member(function, "name"), length));
	}

	private static @Nullable ExecutionEventNode walk(EventContext function, String name, int length) {
		if (name.startsWith(ARRAY)) {
			return switch (name.substring(ARRAY.length())) {
				case "concat" -> new Concatenation(function, length);
				case "flat" -> new Flattening(function, length);
				case "flatMap" -> new Mapping(function, length);
				case "at", "entries", "keys", "pop", "push", "toString", "values" -> null;
				default -> new Walk(function, length);
			};
		}
		if (name.equals("Array.from")) {
			return new Collection(function, length);
		}
		if (name.equals("RegExp.prototype.[Symbol.replace]") || name.equals("RegExp.prototype.[Symbol.split]")) {
			return new MatchLimit(function, length);
		}
		if (LOCALIZED.contains(name) || name.endsWith(".supportedLocalesOf") || name.contains(".toLocale")) {
			return new ArgumentWalk(function, length, 0);
		}
		if (name.endsWith(".localeCompare")) {
			return new ArgumentWalk(function, length, 1);
		}
		return name.equals("JSON.stringify") ? new NamesWalk(function, length) : null;
	}

	/** The error of what has its turn. */
	static RuntimeException tooLong(int limit) {
		return Errors.createRangeError(TOO_LONG.formatted(limit));
	}

	/**
	 * A function that goes through the elements of its {@code this}. Where the script
	 * computes the length, it goes through what stands in for it, which has the length
	 * that was looked at.
	 */
	private static class Walk extends OperationGuard {

		private final int limit;

		Walk(EventContext function, int limit) {
			super(function);
			this.limit = limit;
		}

		@Override
		protected void onEnter(VirtualFrame frame) {
			try {
				look(frame.getArguments());
			}
			catch (AbstractTruffleException ex) {
				throw error(ex);
			}
		}

		/** A function that answers its {@code this} answers the object itself. */
		@Override
		protected void onReturnValue(VirtualFrame frame, @Nullable Object value) {
			Object original = CheckedProxy.original(value);
			if (original != null) {
				throw result(original);
			}
		}

		void look(Object[] arguments) {
			JSArguments.setThisObject(arguments, lookedAt(JSArguments.getThisObject(arguments)));
		}

		/** A value whose length is within the limit, and stays what it was. */
		final Object lookedAt(Object value) {
			long length = ArrayLength.of(value);
			if (length > this.limit) {
				throw rangeError(TOO_LONG, this.limit);
			}
			return ArrayLength.isComputed(value) ? standIn((JSDynamicObject) value, length) : value;
		}

		@TruffleBoundary
		final Object standIn(JSDynamicObject object, long length) {
			return new CheckedProxy.Traps(JSRealm.get(this)).proxy(new CheckedProxy.OfLength(object, length));
		}

		final int limit() {
			return this.limit;
		}

	}

	/** A function that goes through the elements of an argument, such as locales. */
	private static class ArgumentWalk extends Walk {

		private final int index;

		ArgumentWalk(EventContext function, int limit, int index) {
			super(function, limit);
			this.index = index;
		}

		@Override
		void look(Object[] arguments) {
			int index = this.index + (hasNewTarget(arguments) ? 1 : 0);
			Object value = argument(arguments, index);
			if (value != null) {
				JSArguments.setUserArgument(arguments, index, kept(value));
			}
		}

		/** The constructor of a subclass comes before the arguments. */
		@TruffleBoundary
		private boolean hasNewTarget(Object[] arguments) {
			JSFunctionData function = JSFunction
				.getFunctionData((JSFunctionObject) JSArguments.getFunctionObject(arguments));
			return function.isConstructor() && function.getConstructNewTarget() instanceof RootCallTarget target
					&& target.getRootNode() == getRootNode();
		}

		/**
		 * The script may be asked for other arguments first, and make this one longer.
		 */
		private Object kept(Object value) {
			Object kept = lookedAt(value);
			return (kept == value && value instanceof JSDynamicObject object && JSRuntime.isObject(object)
					&& !(object instanceof JSLocaleObject)) ? standIn(object, ArrayLength.of(object)) : kept;
		}

	}

	/** {@code JSON.stringify} goes through names, unless it calls a function for them. */
	private static final class NamesWalk extends ArgumentWalk {

		NamesWalk(EventContext function, int limit) {
			super(function, limit, 1);
		}

		@Override
		void look(Object[] arguments) {
			if (!JSRuntime.isCallable(argument(arguments, 1))) {
				super.look(arguments);
			}
		}

	}

	/** {@code Array.from} goes through what is no iterable (ECMA-262, Array.from). */
	private static final class Collection extends ArgumentWalk {

		Collection(EventContext function, int limit) {
			super(function, limit, 0);
		}

		@Override
		void look(Object[] arguments) {
			if (argument(arguments, 0) instanceof JSDynamicObject object && JSRuntime.isObject(object)) {
				JSArguments.setUserArgument(arguments, 0, collected(object));
			}
		}

		/** Whether it is an iterable may be up to the script, which is asked once. */
		@TruffleBoundary
		private Object collected(JSDynamicObject object) {
			Optional<Object> iterator = UserCode.Property.of(object, Symbol.SYMBOL_ITERATOR).value();
			if (iterator.isEmpty()) {
				return new Turns(JSRealm.get(this), limit()).collected(object);
			}
			return JSRuntime.isNullOrUndefined(iterator.get()) ? lookedAt(object) : object;
		}

	}

	/**
	 * {@code concat} goes through its arguments, too. Unless the script is silent
	 * meanwhile, each is looked at in its turn.
	 */
	private static final class Concatenation extends Walk {

		Concatenation(EventContext function, int limit) {
			super(function, limit);
		}

		@Override
		@TruffleBoundary
		void look(Object[] arguments) {
			JSRealm realm = JSRealm.get(this);
			int count = JSArguments.getUserArgumentCount(arguments);
			Object object = JSArguments.getThisObject(arguments);
			boolean silent = UserCode.isSilent(realm, object) && UserCode.isCopiedInSilence(realm, object);
			long sum = elements(object);
			for (int i = 0; i < count; i++) {
				Object argument = JSArguments.getUserArgument(arguments, i);
				silent = silent && UserCode.isSilent(realm, argument);
				sum += elements(argument);
			}
			if (sum > limit()) {
				throw rangeError(TOO_LONG, limit());
			}
			if (!silent) {
				Turns turns = new Turns(realm, limit());
				JSArguments.setThisObject(arguments, turns.joined(object));
				for (int i = 0; i < count; i++) {
					JSArguments.setUserArgument(arguments, i, turns.joined(JSArguments.getUserArgument(arguments, i)));
				}
			}
		}

		/** What is there without asking anybody. */
		private static long elements(@Nullable Object value) {
			return (value instanceof JSArrayObject array) ? JSArray.arrayGetLength(array) : 0;
		}

	}

	/**
	 * {@code flat} goes through the elements of elements, too. Unless the script is
	 * silent meanwhile, each is looked at in its turn.
	 */
	private static final class Flattening extends Walk {

		Flattening(EventContext function, int limit) {
			super(function, limit);
		}

		@Override
		@TruffleBoundary
		void look(Object[] arguments) {
			JSRealm realm = JSRealm.get(this);
			Object object = JSArguments.getThisObject(arguments);
			Object depth = argument(arguments, 0);
			if (JSRuntime.isObject(depth)) {
				depth = JSRuntime.toDouble(depth);
				JSArguments.setUserArgument(arguments, 0, depth);
			}
			double levels = levels(depth);
			Elements elements = new Elements(realm, limit());
			elements.add(object, levels);
			if (elements.sum > limit()) {
				throw rangeError(TOO_LONG, limit());
			}
			if (object instanceof JSDynamicObject walked
					&& !(elements.silent && UserCode.isCopiedInSilence(realm, object))) {
				JSArguments.setThisObject(arguments, new Turns(realm, limit()).flattened(walked, levels));
			}
		}

		private static double levels(@Nullable Object depth) {
			return (depth == null || depth == Undefined.instance) ? 1 : Math.floor(JSRuntime.toDouble(depth));
		}

	}

	/** {@code flatMap} goes through the elements of what its callback answers, too. */
	private static final class Mapping extends Walk {

		Mapping(EventContext function, int limit) {
			super(function, limit);
		}

		@Override
		void look(Object[] arguments) {
			super.look(arguments);
			Object callback = argument(arguments, 0);
			if (callback != null && JSRuntime.isCallable(callback)) {
				JSArguments.setUserArgument(arguments, 0, lookingAt(callback));
			}
		}

		@TruffleBoundary
		private Object lookingAt(Object callback) {
			JSRealm realm = JSRealm.get(this);
			return NativeFunction.create(realm,
					(object, arguments) -> lookedAt(realm, JSRuntime.call(callback, object, arguments)));
		}

		private Object lookedAt(JSRealm realm, Object answer) {
			if (answer instanceof JSArrayObject array && JSArray.arrayGetLength(array) > limit()) {
				throw tooLong(limit());
			}
			return (answer instanceof JSProxyObject proxy && JSRuntime.isArray(proxy))
					? new Turns(realm, limit()).flattened(proxy, 0) : answer;
		}

	}

	/** What one function goes through while the script may make it longer. */
	private static final class Turns {

		private final CheckedProxy.Traps traps;

		private final int limit;

		private long sum;

		Turns(JSRealm realm, int limit) {
			this.traps = new CheckedProxy.Traps(realm);
			this.limit = limit;
		}

		/** Adds the length of what has its turn. */
		private long add(JSDynamicObject object) {
			long length = ArrayLength.of(object);
			this.sum += length;
			if (this.sum > this.limit) {
				throw tooLong(this.limit);
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
					? this.traps.proxy(new Joined(object, this)) : value;
		}

	}

	/**
	 * An object that {@code concat} joins: its elements, or an only one which is the
	 * object.
	 */
	private static final class Joined extends CheckedProxy {

		private final Turns turns;

		private boolean isSpread;

		Joined(JSDynamicObject object, Turns turns) {
			super(object);
			this.turns = turns;
		}

		@Override
		long length() {
			return this.isSpread ? this.turns.add(this.object) : 1;
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

	/** What {@code flat} goes through, as far as it is there without asking anybody. */
	private static final class Elements {

		private final JSRealm realm;

		private final int limit;

		private long sum;

		/** Whether all of it is read without asking the script for anything. */
		private boolean silent = true;

		Elements(JSRealm realm, int limit) {
			this.realm = realm;
			this.limit = limit;
		}

		void add(@Nullable Object value, double levels) {
			if (!(value instanceof JSArrayObject array)) {
				this.silent &= !(value instanceof JSDynamicObject);
				this.sum += (value instanceof TruffleString text) ? Strings.length(text) : 0;
				return;
			}
			long length = JSArray.arrayGetLength(array);
			this.sum += length;
			this.silent &= UserCode.isPlain(this.realm, array);
			if (!(levels > 0)) {
				return;
			}
			for (long i = 0; i < length && this.sum <= this.limit; i++) {
				Object element = element(array, i);
				if (element instanceof JSArrayObject inner) {
					add(inner, levels - 1);
				}
				this.silent &= !(element instanceof JSProxyObject);
			}
		}

		private static @Nullable Object element(JSArrayObject array, long index) {
			if (!JSSlowArray.isJSSlowArray(array)) {
				return array.getArrayType().getElement(array, index);
			}
			PropertyDescriptor element = JSObject.getOwnProperty(array, Strings.fromLong(index));
			return (element != null && element.isDataDescriptor()) ? element.getValue() : null;
		}

	}

}
