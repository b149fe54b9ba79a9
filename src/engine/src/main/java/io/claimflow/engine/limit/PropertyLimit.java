package io.claimflow.engine.limit;

import java.util.Set;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.InstrumentableNode;
import com.oracle.truffle.api.instrumentation.Instrumenter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.nodes.JavaScriptNode;
import com.oracle.truffle.js.nodes.access.FrameSlotNode;
import com.oracle.truffle.js.nodes.instrumentation.JSTaggedExecutionNode;
import com.oracle.truffle.js.nodes.instrumentation.JSTags;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.array.ScriptArray;
import com.oracle.truffle.js.runtime.array.SparseArray;
import com.oracle.truffle.js.runtime.builtins.JSArray;
import com.oracle.truffle.js.runtime.builtins.JSArrayObject;
import com.oracle.truffle.js.runtime.builtins.JSProxy;
import com.oracle.truffle.js.runtime.builtins.JSProxyObject;
import com.oracle.truffle.js.runtime.builtins.JSSlowArray;
import com.oracle.truffle.js.runtime.builtins.JSStringObject;
import com.oracle.truffle.js.runtime.builtins.JSTypedArrayObject;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the properties that one operation lists or copies. A text has one for each
 * character, and nothing can end a copy of a million properties that fills the heap. So
 * it throws a {@code RangeError} before it begins.
 */
final class PropertyLimit {

	/**
	 * Those that go through the properties of an argument, if only to describe it in an
	 * error.
	 */
	private static final Set<String> LISTINGS = Set.of("Object.keys", "Object.values", "Object.entries",
			"Object.getOwnPropertyNames", "Object.getOwnPropertyDescriptors", "Object.freeze", "Object.seal",
			"Object.isFrozen", "Object.isSealed", "Object.create", "Object.defineProperties", "Reflect.ownKeys");

	/** A property takes more memory than an element. */
	private static final int ELEMENTS_OF_PROPERTY = 8;

	private final Instrumenter instrumenter;

	PropertyLimit(Instrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	/** Whether code may copy all properties of an object. */
	static boolean concerns(String code) {
		return code.contains("...");
	}

	/**
	 * Sets the bound, before the engine has run anything.
	 * @param length the length of the longest array that is walked: a property takes more
	 * memory than an element, so that an eighth of it are the most properties
	 */
	void set(int length) {
		int properties = length / ELEMENTS_OF_PROPERTY;
		SourceSectionFilter functions = SourceSectionFilter.newBuilder().tagIs(JSTags.BuiltinRootTag.class).build();
		this.instrumenter.attachExecutionEventFactory(functions, (function) -> {
			String name = OperationGuard.member(function, "name");
			if (name.equals("Object.assign")) {
				return new Assignment(function, properties);
			}
			return LISTINGS.contains(name) ? new Listing(function, properties) : null;
		});
		// With the tags of writing, what is written is an expression, too.
		SourceSectionFilter expressions = SourceSectionFilter.newBuilder()
			.tagIs(StandardTags.ExpressionTag.class, JSTags.WriteVariableTag.class, JSTags.WritePropertyTag.class,
					JSTags.WriteElementTag.class)
			.sourceIs((source) -> SourceOrigin.isSpreading(source.getURI()))
			.build();
		this.instrumenter.attachExecutionEventFactory(expressions, (expression) -> copy(expression, properties));
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
		Node rest = isRest(node) ? unwrapped(node) : restAmong(node);
		if (rest == null && parent != null) {
			rest = restAmong(parent);
		}
		return (rest != null) ? new Rest(expression, properties, source(rest)) : null;
	}

	/** Each expression is looked at, so this is no place for streams. */
	private static @Nullable Node restAmong(Node parent) {
		for (Node child : parent.getChildren()) {
			if (isRest(child)) {
				return unwrapped(child);
			}
		}
		return null;
	}

	private static boolean isRest(Node node) {
		return unwrapped(node).getClass().getSimpleName().startsWith("RestObject");
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

	/** What makes an object of each property of a value. */
	private abstract static class Copy extends OperationGuard {

		private final int properties;

		Copy(EventContext operation, int properties) {
			super(operation);
			this.properties = properties;
		}

		final void check(@Nullable Object value) {
			if (elements(value) > this.properties) {
				throw rangeError(
						"Too many properties to list or to copy at once: more than %d, an eighth of claimflow.limits.array-length",
						this.properties);
			}
		}

		/** Whether a value has elements, or may say so. */
		static boolean hasElements(@Nullable Object value) {
			return value instanceof JSProxyObject || value instanceof JSStringObject
					|| value instanceof JSTypedArrayObject || value instanceof JSArrayObject;
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
	private static class Listing extends Copy {

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

	/**
	 * {@code Object.assign} asks each source for its properties when it comes to it. A
	 * getter of an earlier one may have made it longer, so that each is looked at in its
	 * turn.
	 */
	private static final class Assignment extends Listing {

		Assignment(EventContext function, int properties) {
			super(function, properties);
		}

		@Override
		protected void onEnter(VirtualFrame frame) {
			Object[] arguments = frame.getArguments();
			if (isLengthening(arguments)) {
				throw result(inTurn(arguments));
			}
			super.onEnter(frame);
		}

		/** Whether a source after the first has elements. */
		private static boolean isLengthening(Object[] arguments) {
			for (int i = 2; i < JSArguments.getUserArgumentCount(arguments); i++) {
				if (hasElements(JSArguments.getUserArgument(arguments, i))) {
					return true;
				}
			}
			return false;
		}

		@TruffleBoundary
		private Object inTurn(Object[] arguments) {
			Object target = JSArguments.getUserArgument(arguments, 0);
			for (int i = 1; i < JSArguments.getUserArgumentCount(arguments); i++) {
				target = again(arguments, JSArguments.getThisObject(arguments), target,
						JSArguments.getUserArgument(arguments, i));
			}
			return target;
		}

	}

}
