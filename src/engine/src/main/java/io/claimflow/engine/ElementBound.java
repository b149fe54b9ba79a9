package io.claimflow.engine;

import java.util.Set;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.Instrumenter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.nodes.instrumentation.JSTags;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.builtins.JSAbstractArray;
import com.oracle.truffle.js.runtime.builtins.JSArray;
import com.oracle.truffle.js.runtime.builtins.JSArrayObject;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.builtins.JSProxy;
import com.oracle.truffle.js.runtime.builtins.JSProxyObject;
import com.oracle.truffle.js.runtime.builtins.JSSlowArray;
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
final class ElementBound {

	private static final String ARRAY = "Array.prototype.";

	/** Those that take locales first. */
	private static final Set<String> LOCALIZED = Set.of("Collator", "DateTimeFormat", "DisplayNames", "DurationFormat",
			"ListFormat", "NumberFormat", "PluralRules", "RelativeTimeFormat", "Segmenter", "Intl.getCanonicalLocales");

	private final Instrumenter instrumenter;

	ElementBound(Instrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	/**
	 * Sets the bound, before the engine has run anything.
	 * @param length the length of the longest array that is walked
	 */
	void set(int length) {
		SourceSectionFilter functions = SourceSectionFilter.newBuilder().tagIs(JSTags.BuiltinRootTag.class).build();
		this.instrumenter.attachExecutionEventFactory(functions,
				(function) -> walk(function, Guard.member(function, "name"), length));
	}

	private static @Nullable ExecutionEventNode walk(EventContext function, String name, int length) {
		if (name.startsWith(ARRAY)) {
			return switch (name.substring(ARRAY.length())) {
				case "concat" -> new Concatenation(function, length);
				case "flat" -> new Flattening(function, length);
				case "at", "entries", "keys", "pop", "push", "toString", "values" -> null;
				default -> new Walk(function, length);
			};
		}
		boolean ofFirst = LOCALIZED.contains(name) || name.endsWith(".supportedLocalesOf")
				|| name.contains(".toLocale");
		if (ofFirst || name.endsWith(".localeCompare") || name.equals("JSON.stringify")) {
			return new ArgumentWalk(function, length, ofFirst ? 0 : 1);
		}
		return null;
	}

	/**
	 * A function that goes through the elements of its {@code this}. Where the script
	 * computes the length, it goes through what {@linkplain WalkedObjects stands in} for
	 * it, which has the length that was looked at.
	 */
	private static class Walk extends Guard {

		private final int length;

		Walk(EventContext function, int length) {
			super(function);
			this.length = length;
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
			Object original = WalkedObjects.original(value);
			if (original != null) {
				throw result(original);
			}
		}

		void look(Object[] arguments) {
			Object object = JSArguments.getThisObject(arguments);
			long length = length(object);
			check(length);
			if (isComputed(object)) {
				JSArguments.setThisObject(arguments, standIn(object, length));
			}
		}

		final void check(long length) {
			if (length > this.length) {
				throw rangeError(
						"Maximum array length exceeded: %d (claimflow.limits.array-length)".formatted(this.length));
			}
		}

		final int limit() {
			return this.length;
		}

		final Object standIn(Object object, long length) {
			return WalkedObjects.of(JSRealm.get(this), (JSDynamicObject) object, length);
		}

		/** The length of an array, or of what says that it is like one. */
		static long length(@Nullable Object value) {
			if (value instanceof JSArrayObject array) {
				return JSArray.arrayGetLength(array);
			}
			if (value instanceof TruffleString text) {
				return Strings.length(text);
			}
			return (value instanceof JSDynamicObject object) ? asked(object) : 0;
		}

		@TruffleBoundary
		private static long asked(JSDynamicObject object) {
			return JSRuntime.toLength(JSObject.get(object, JSAbstractArray.LENGTH));
		}

		/** Whether a script is asked for the length of a value. */
		static boolean isComputed(@Nullable Object value) {
			return value instanceof JSDynamicObject object && !(value instanceof JSArrayObject) && isComputed(object);
		}

		@TruffleBoundary
		private static boolean isComputed(JSDynamicObject object) {
			JSDynamicObject holder = object;
			while (JSRuntime.isObject(holder) && !(holder instanceof JSProxyObject)) {
				PropertyDescriptor length = JSObject.getOwnProperty(holder, JSAbstractArray.LENGTH);
				if (length != null) {
					return length.isAccessorDescriptor() ? !isOfTypedArray(length)
							: JSRuntime.isObject(length.getValue());
				}
				holder = JSObject.getPrototype(holder);
			}
			return holder instanceof JSProxyObject;
		}

		private static boolean isOfTypedArray(PropertyDescriptor length) {
			return length.getGet() instanceof JSFunctionObject getter && JSFunction.isBuiltin(getter)
					&& Strings.toJavaString(JSFunction.getFunctionData(getter).getName()).equals("get length");
		}

	}

	/** A function that goes through the elements of an argument, such as locales. */
	private static final class ArgumentWalk extends Walk {

		private final int index;

		ArgumentWalk(EventContext function, int length, int index) {
			super(function, length);
			this.index = index;
		}

		@Override
		void look(Object[] arguments) {
			Object object = argument(arguments, this.index);
			long length = length(object);
			check(length);
			if (object != null && isComputed(object)) {
				JSArguments.setUserArgument(arguments, this.index, standIn(object, length));
			}
		}

	}

	/**
	 * {@code concat} goes through its arguments, too. Where one of them can make a later
	 * one longer, each is added in its turn.
	 */
	private static final class Concatenation extends Walk {

		Concatenation(EventContext function, int length) {
			super(function, length);
		}

		@Override
		@TruffleBoundary
		void look(Object[] arguments) {
			if (JSArguments.getUserArgumentCount(arguments) > 1 && !isSilent(arguments)) {
				throw result(inTurn(arguments));
			}
			check(elements(arguments));
		}

		private boolean isSilent(Object[] arguments) {
			JSRealm realm = JSRealm.get(this);
			Object object = JSArguments.getThisObject(arguments);
			boolean silent = Silence.isSilent(realm, object) && Silence.isCopiedInSilence(realm, object);
			for (int i = 0; silent && i < JSArguments.getUserArgumentCount(arguments); i++) {
				silent = Silence.isSilent(realm, JSArguments.getUserArgument(arguments, i));
			}
			return silent;
		}

		private Object inTurn(Object[] arguments) {
			Object result = JSArguments.getThisObject(arguments);
			for (int i = 0; i < JSArguments.getUserArgumentCount(arguments); i++) {
				result = again(arguments, result, JSArguments.getUserArgument(arguments, i));
			}
			return result;
		}

		private static long elements(Object[] arguments) {
			long sum = spread(JSArguments.getThisObject(arguments));
			for (int i = 0; i < JSArguments.getUserArgumentCount(arguments); i++) {
				sum += spread(JSArguments.getUserArgument(arguments, i));
			}
			return sum;
		}

		private static long spread(Object value) {
			boolean isSpread = value instanceof JSArrayObject || (value instanceof JSDynamicObject object
					&& (JSProxy.isJSProxy(object) || JSObject.hasProperty(object, Symbol.SYMBOL_IS_CONCAT_SPREADABLE)));
			return isSpread ? length(value) : 0;
		}

	}

	/**
	 * {@code flat} goes through the elements of elements, too. Where one of them can make
	 * a later one longer, the run can be ended between them.
	 */
	private static final class Flattening extends Walk {

		Flattening(EventContext function, int length) {
			super(function, length);
		}

		@Override
		@TruffleBoundary
		void look(Object[] arguments) {
			Object object = JSArguments.getThisObject(arguments);
			Object depth = argument(arguments, 0);
			Elements elements = new Elements(JSRealm.get(this), limit());
			long length = length(object);
			elements.add(object, length, levels(depth));
			check(elements.sum);
			if (object instanceof JSDynamicObject && !(elements.silent && !JSRuntime.isObject(depth)
					&& Silence.isCopiedInSilence(elements.realm, object))) {
				JSArguments.setThisObject(arguments, standIn(object, length));
			}
		}

		/** An object is asked for its number by the function, not before. */
		private static double levels(@Nullable Object depth) {
			if (depth == null || depth == Undefined.instance) {
				return 1;
			}
			return JSRuntime.isObject(depth) ? Double.POSITIVE_INFINITY : JSRuntime.toDouble(depth);
		}

	}

	/** What {@code flat} goes through. */
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

		void add(@Nullable Object value, long length, double levels) {
			this.sum += length;
			if (!(value instanceof JSArrayObject array)) {
				this.silent &= !(value instanceof JSDynamicObject);
				return;
			}
			this.silent &= Silence.isPlain(this.realm, array);
			if (!(levels > 0)) {
				return;
			}
			for (long i = 0; i < length && this.sum <= this.limit; i++) {
				Object element = element(array, i);
				if (element instanceof JSArrayObject inner) {
					add(inner, JSArray.arrayGetLength(inner), levels - 1);
				}
				this.silent &= !(element instanceof JSProxyObject);
			}
		}

		/** What is there without asking anybody. */
		private static @Nullable Object element(JSArrayObject array, long index) {
			if (!JSSlowArray.isJSSlowArray(array)) {
				return array.getArrayType().getElement(array, index);
			}
			PropertyDescriptor element = JSObject.getOwnProperty(array, Strings.fromLong(index));
			return (element != null && element.isDataDescriptor()) ? element.getValue() : null;
		}

	}

}
