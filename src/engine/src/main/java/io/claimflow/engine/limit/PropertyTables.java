package io.claimflow.engine.limit;

import java.util.Set;
import java.util.regex.Pattern;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.EventContext;
import com.oracle.truffle.api.instrumentation.ExecutionEventNode;
import com.oracle.truffle.api.instrumentation.Instrumenter;
import com.oracle.truffle.api.instrumentation.SourceSectionFilter;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.js.nodes.instrumentation.JSTags;
import com.oracle.truffle.js.runtime.builtins.JSDictionary;
import com.oracle.truffle.js.runtime.builtins.JSOrdinary;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the properties of an object in a hash table before they are changed one by one.
 * GraalJS describes an object by a shape up to 1,024 properties, and makes a new shape,
 * as long as the object, for each property that is frozen, redefined or deleted: 1,000 of
 * them would take 450 MB.
 */
final class PropertyTables {

	/** At so many, the shapes take 7 MB. */
	private static final int PROPERTIES = 128;

	private static final Set<String> CHANGES = Set.of("Object.freeze", "Object.seal", "Object.defineProperty",
			"Object.defineProperties", "Reflect.defineProperty", "Reflect.deleteProperty");

	private static final Pattern DELETION = Pattern.compile("\\bdelete\\b");

	private final Instrumenter instrumenter;

	PropertyTables(Instrumenter instrumenter) {
		this.instrumenter = instrumenter;
	}

	/** Whether code may delete properties. */
	static boolean concerns(String code) {
		return DELETION.matcher(code).find();
	}

	/** Begins, before the engine has run anything. */
	void start() {
		SourceSectionFilter functions = SourceSectionFilter.newBuilder().tagIs(JSTags.BuiltinRootTag.class).build();
		this.instrumenter.attachExecutionEventFactory(functions,
				(function) -> CHANGES.contains(OperationGuard.member(function, "name")) ? new Change() : null);
		SourceSectionFilter operations = SourceSectionFilter.newBuilder()
			.tagIs(JSTags.UnaryOperationTag.class)
			.sourceIs((source) -> SourceOrigin.isDeleting(source.getURI()))
			.build();
		SourceSectionFilter operands = SourceSectionFilter.newBuilder()
			.tagIs(StandardTags.ExpressionTag.class, JSTags.InputNodeTag.class)
			.build();
		this.instrumenter.attachExecutionEventFactory(operations, operands,
				(operation) -> "delete".equals(OperationGuard.member(operation, "operator")) ? new Deletion()
						: new Other());
	}

	private static void prepare(@Nullable Object value) {
		if (value instanceof JSDynamicObject object && object.getShape().getPropertyCount() > PROPERTIES
				&& JSOrdinary.isJSOrdinaryObject(object)) {
			turn(object);
		}
	}

	@TruffleBoundary
	private static void turn(JSDynamicObject object) {
		JSDictionary.makeDictionaryObject(object, "properties are about to change");
	}

	/** A function that changes properties of its first argument. */
	private static final class Change extends ExecutionEventNode {

		@Override
		protected void onEnter(VirtualFrame frame) {
			prepare(OperationGuard.argument(frame.getArguments(), 0));
		}

	}

	/** {@code delete object.name} or {@code delete object[name]}. */
	private static final class Deletion extends ExecutionEventNode {

		@Override
		protected void onInputValue(VirtualFrame frame, EventContext input, int index, @Nullable Object value) {
			if (index == 0) {
				prepare(value);
			}
		}

	}

	/** See {@link BigIntLimit}: without a node for it, its operands would get none. */
	private static final class Other extends ExecutionEventNode {

	}

}
