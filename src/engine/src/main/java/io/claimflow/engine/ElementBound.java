package io.claimflow.engine;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.InstrumentableNode;
import com.oracle.truffle.api.instrumentation.Instrumenter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.NodeUtil;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.nodes.JavaScriptNode;
import com.oracle.truffle.js.nodes.access.FrameSlotNode;
import com.oracle.truffle.js.nodes.instrumentation.JSTaggedExecutionNode;
import com.oracle.truffle.js.nodes.instrumentation.JSTags;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.array.ScriptArray;
import com.oracle.truffle.js.runtime.array.SparseArray;
import com.oracle.truffle.js.runtime.builtins.JSAbstractArray;
import com.oracle.truffle.js.runtime.builtins.JSArray;
import com.oracle.truffle.js.runtime.builtins.JSArrayObject;
import com.oracle.truffle.js.runtime.builtins.JSProxy;
import com.oracle.truffle.js.runtime.builtins.JSProxyObject;
import com.oracle.truffle.js.runtime.builtins.JSSlowArray;
import com.oracle.truffle.js.runtime.builtins.JSStringObject;
import com.oracle.truffle.js.runtime.builtins.JSTypedArrayObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.PropertyDescriptor;
import com.oracle.truffle.js.runtime.objects.Undefined;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the elements that one built-in function goes through. An array can have billions
 * of absent ones, and an object can say that it has; nothing can end a walk over them,
 * nor a copy of a million properties that fills the heap. So it throws a
 * {@code RangeError} before it begins.
 */
final class ElementBound {

	private static final String ARRAY = "Array.prototype.";

	/**
	 * Those that go through the properties of an argument, if only to describe it in an
	 * error.
	 */
	private static final Set<String> LISTINGS = Set.of("Object.keys", "Object.values", "Object.entries",
			"Object.getOwnPropertyNames", "Object.getOwnPropertyDescriptors", "Object.freeze", "Object.seal",
			"Object.isFrozen", "Object.isSealed", "Object.assign", "Object.create", "Object.defineProperties",
			"Reflect.ownKeys");

	/** Those that take locales first. */
	private static final Set<String> LOCALIZED = Set.of("Collator", "DateTimeFormat", "DisplayNames", "DurationFormat",
			"ListFormat", "NumberFormat", "PluralRules", "RelativeTimeFormat", "Segmenter", "Intl.getCanonicalLocales");

	/** A property takes more memory than an element. */
	private static final int ELEMENTS_OF_PROPERTY = 8;

	private final Instrumenter instrumenter;

	ElementBound(Instrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	/** Whether code may copy all properties of an object. */
	static boolean concerns(String code) {
		return code.contains("...");
	}

	/**
	 * Sets the bound, before the engine has run anything.
	 * @param length the length of the longest array that is walked
	 */
	void set(int length) {
		int properties = length / ELEMENTS_OF_PROPERTY;
		SourceSectionFilter functions = SourceSectionFilter.newBuilder().tagIs(JSTags.BuiltinRootTag.class).build();
		this.instrumenter.attachExecutionEventFactory(functions, (function) -> {
			String name = Guard.member(function, "name");
			return LISTINGS.contains(name) ? new Listing(function, properties) : walk(function, name, length);
		});
		// With the tags of writing, what is written is an expression, too.
		SourceSectionFilter expressions = SourceSectionFilter.newBuilder()
			.tagIs(StandardTags.ExpressionTag.class, JSTags.WriteVariableTag.class, JSTags.WritePropertyTag.class,
					JSTags.WriteElementTag.class)
			.sourceIs((source) -> Scripts.isSpreading(source.getURI()))
			.build();
		this.instrumenter.attachExecutionEventFactory(expressions, (expression) -> copy(expression, properties));
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

	/** Looks at {@code x} of <code>{...x}</code>, and of <code>{...y} = x</code>. */
	private static @Nullable ExecutionEventNode copy(EventContext expression, int properties) {
		Node node = expression.getInstrumentedNode();
		Node parent = node.getParent();
		while (parent instanceof InstrumentableNode.WrapperNode) {
			parent = parent.getParent();
		}
		if (parent != null && parent.getClass().getSimpleName().startsWith("ObjectLiteralSpread")) {
			return new Spread(expression, properties);
		}
		// What is written to y, the write itself, or the o of an o.y that is written to.
		return Stream.of(List.of(node), NodeUtil.findNodeChildren(node), children(parent))
			.flatMap(List::stream)
			.map(ElementBound::unwrapped)
			.filter((part) -> part.getClass().getSimpleName().startsWith("RestObject"))
			.findFirst()
			.map((rest) -> new Rest(expression, properties, source(rest)))
			.orElse(null);
	}

	private static List<Node> children(@Nullable Node node) {
		return (node != null) ? NodeUtil.findNodeChildren(node) : List.of();
	}

	private static Node unwrapped(Node node) {
		Node part = node;
		while (part instanceof InstrumentableNode.WrapperNode || part instanceof JSTaggedExecutionNode) {
			part = (part instanceof InstrumentableNode.WrapperNode wrapper) ? wrapper.getDelegateNode()
					: part.getChildren().iterator().next();
		}
		return part;
	}

	private static JavaScriptNode source(Node rest) {
		for (Node part : rest.getChildren()) {
			if (part instanceof FrameSlotNode) {
				return (JavaScriptNode) part;
			}
		}
		throw new IllegalStateException("The script engine does not tell of what object the rest is copied");
	}

	/** A function that goes through the elements of its {@code this}. */
	private static class Walk extends Guard {

		private final int length;

		Walk(EventContext function, int length) {
			super(function);
			this.length = length;
		}

		@Override
		protected void onEnter(VirtualFrame frame) {
			long length;
			try {
				length = elements(frame.getArguments());
			}
			catch (AbstractTruffleException ex) {
				throw error(ex);
			}
			if (length > this.length) {
				throw rangeError(
						"Maximum array length exceeded: %d (claimflow.limits.array-length)".formatted(this.length));
			}
		}

		long elements(Object[] arguments) {
			return length(JSArguments.getThisObject(arguments));
		}

		final int limit() {
			return this.length;
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

	}

	/** A function that goes through the elements of an argument, such as locales. */
	private static final class ArgumentWalk extends Walk {

		private final int index;

		ArgumentWalk(EventContext function, int length, int index) {
			super(function, length);
			this.index = index;
		}

		@Override
		long elements(Object[] arguments) {
			return length(argument(arguments, this.index));
		}

	}

	/** {@code concat} goes through its arguments, too. */
	private static final class Concatenation extends Walk {

		Concatenation(EventContext function, int length) {
			super(function, length);
		}

		@Override
		@TruffleBoundary
		long elements(Object[] arguments) {
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

	/** {@code flat} goes through the elements of elements, too. */
	private static final class Flattening extends Walk {

		Flattening(EventContext function, int length) {
			super(function, length);
		}

		@Override
		@TruffleBoundary
		long elements(Object[] arguments) {
			return elements(JSArguments.getThisObject(arguments), levels(argument(arguments, 0)));
		}

		/** An object is asked for its number by the function, not before. */
		private static double levels(@Nullable Object depth) {
			if (depth == null || depth == Undefined.instance) {
				return 1;
			}
			return JSRuntime.isObject(depth) ? Double.POSITIVE_INFINITY : JSRuntime.toDouble(depth);
		}

		private long elements(@Nullable Object value, double levels) {
			long sum = length(value);
			if (!(value instanceof JSArrayObject array) || !(levels > 0)) {
				return sum;
			}
			for (long i = 0, length = sum; i < length && sum <= limit(); i++) {
				sum += (element(array, i) instanceof JSArrayObject inner) ? elements(inner, levels - 1) : 0;
			}
			return sum;
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

	/** What makes an object of each property of a value. */
	private abstract static class Copy extends Guard {

		private final int properties;

		Copy(EventContext operation, int properties) {
			super(operation);
			this.properties = properties;
		}

		final void check(@Nullable Object value) {
			if (elements(value) > this.properties) {
				throw rangeError(
						"Too many properties to list or to copy at once: more than %d, an eighth of claimflow.limits.array-length"
							.formatted(this.properties));
			}
		}

		/** The elements of a value that has them: other properties have been paid for. */
		@TruffleBoundary
		private static long elements(@Nullable Object value) {
			if (value instanceof JSProxyObject proxy) {
				return elements(JSProxy.getTargetNonProxy(proxy));
			}
			if (value instanceof TruffleString text) {
				return Strings.length(text);
			}
			if (value instanceof JSStringObject text) {
				return Strings.length(text.getString());
			}
			if (value instanceof JSTypedArrayObject array) {
				return array.getLength();
			}
			return (value instanceof JSArrayObject array) ? elements(array) : 0;
		}

		private static long elements(JSArrayObject array) {
			if (JSSlowArray.isJSSlowArray(array)) {
				return JSArray.arrayGetLength(array);
			}
			ScriptArray type = array.getArrayType();
			return (type instanceof SparseArray) ? 0 : type.lastElementIndex(array) - type.firstElementIndex(array) + 1;
		}

	}

	/** An expression whose properties go into a new object. */
	private static final class Spread extends Copy {

		Spread(EventContext expression, int properties) {
			super(expression, properties);
		}

		@Override
		protected void onReturnValue(VirtualFrame frame, @Nullable Object value) {
			check(value);
		}

	}

	/** The rest of an object, which is in a variable of the engine's. */
	private static final class Rest extends Copy {

		private final JavaScriptNode variable;

		Rest(EventContext expression, int properties, JavaScriptNode variable) {
			super(expression, properties);
			this.variable = variable;
		}

		@Override
		protected void onEnter(VirtualFrame frame) {
			check(this.variable.execute(frame));
		}

	}

	/** A function that goes through the properties of arguments. */
	private static final class Listing extends Copy {

		Listing(EventContext function, int properties) {
			super(function, properties);
		}

		@Override
		protected void onEnter(VirtualFrame frame) {
			Object[] arguments = frame.getArguments();
			for (int i = 0; i < JSArguments.getUserArgumentCount(arguments); i++) {
				check(JSArguments.getUserArgument(arguments, i));
			}
		}

	}

}
