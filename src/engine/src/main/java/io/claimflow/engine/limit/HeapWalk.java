package io.claimflow.engine.limit;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.object.DynamicObject;
import com.oracle.truffle.api.object.HiddenKey;
import com.oracle.truffle.api.object.Property;
import com.oracle.truffle.api.object.Shape;
import com.oracle.truffle.js.runtime.JSContext;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.array.ArrayAllocationSite;
import com.oracle.truffle.js.runtime.array.ScriptArray;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.builtins.JSObjectFactory;
import com.oracle.truffle.js.runtime.objects.Dead;
import com.oracle.truffle.js.runtime.objects.JSPrototypeData;
import com.oracle.truffle.js.runtime.objects.Null;
import com.oracle.truffle.js.runtime.objects.PropertyProxy;
import com.oracle.truffle.js.runtime.objects.Undefined;
import com.oracle.truffle.js.runtime.util.JSHashMap;
import org.graalvm.collections.EconomicMap;
import org.graalvm.collections.MapCursor;
import org.jspecify.annotations.Nullable;

/**
 * A walk over all that can be reached from some objects of a realm: properties, hidden
 * ones included, what functions have closed over, and what the script engine keeps in
 * fields. It looks at every field of an object, whatever that means to a script, so
 * nothing that a script could change is left out; what it does not know, it does not
 * guess about.
 */
final class HeapWalk {

	/** What objects of the script engine are made of, and is no code. */
	private static final List<String> KNOWN = List.of("com.oracle.truffle.js.runtime.builtins.",
			"com.oracle.truffle.js.runtime.objects.", "com.oracle.truffle.js.runtime.util.SimpleArrayList",
			"com.oracle.truffle.js.runtime.util.WeakMap", "com.oracle.truffle.js.runtime.Symbol",
			"com.oracle.truffle.js.runtime.JobCallback",
			"com.oracle.truffle.js.nodes.function.ClassElementDefinitionRecord",
			"com.oracle.truffle.js.nodes.promise.CreateResolvingFunctionNode$AlreadyResolved");

	/** What parses regular expressions keeps no state of a script's. */
	private static final String REGULAR_EXPRESSION = "com.oracle.truffle.regex.";

	/** An image of more objects would take longer than what it saves. */
	private static final int OBJECTS = 60_000;

	/** So would one of more elements of arrays and maps; and they would be kept twice. */
	private static final long ELEMENTS = 500_000;

	private final Set<Object> outside;

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Set<Object> shapes = Collections.newSetFromMap(new IdentityHashMap<>());

	private final List<Object> reached = new ArrayList<>();

	private final Deque<Object> queue = new ArrayDeque<>();

	private final boolean lenient;

	private long elements;

	private @Nullable Object unknown;

	/**
	 * Creates a walk.
	 * @param outside what it does not enter
	 * @param lenient whether it passes by what it does not know, however much there is
	 */
	HeapWalk(Set<Object> outside, boolean lenient) {
		this.outside = outside;
		this.lenient = lenient;
	}

	/**
	 * Walks.
	 * @return whether all that can be reached is known, and not too much
	 */
	boolean from(Iterable<?> roots) {
		roots.forEach(this::found);
		while (this.unknown == null && !this.queue.isEmpty()) {
			Object object = this.queue.remove();
			this.reached.add(object);
			this.elements += elements(object);
			if (!this.lenient && (this.reached.size() > OBJECTS || this.elements > ELEMENTS)) {
				this.unknown = object;
			}
			else {
				enter(object);
			}
		}
		return this.unknown == null;
	}

	/** The objects that were reached. */
	List<Object> reached() {
		return this.reached;
	}

	/** What has put an end to the walk. */
	@Nullable Object unknown() {
		return this.unknown;
	}

	private void found(@Nullable Object object) {
		if (object != null && !isFixed(object) && !this.outside.contains(object) && this.seen.add(object)) {
			this.queue.add(object);
		}
	}

	/** Whether nothing of a script's can hang on it. */
	private static boolean isFixed(Object object) {
		return HeapImage.isValue(object) || object == Undefined.instance || object == Null.instance
				|| object == Dead.instance() || object instanceof Enum || object.getClass() == Object.class
				|| object instanceof Shape || object instanceof HiddenKey || object instanceof FrameDescriptor
				|| object instanceof JSFunctionData || object instanceof CallTarget || object instanceof Node
				|| object instanceof JSRealm || object instanceof JSContext || object instanceof PropertyProxy
				|| object instanceof ScriptArray || object instanceof ArrayAllocationSite
				|| object instanceof JSPrototypeData || object instanceof JSObjectFactory
				|| object.getClass().getName().startsWith(REGULAR_EXPRESSION);
	}

	private static int elements(Object object) {
		if (object.getClass().isArray()) {
			return Array.getLength(object);
		}
		if (object instanceof JSHashMap map) {
			return map.size();
		}
		if (object instanceof EconomicMap<?, ?> map) {
			return map.size();
		}
		return (object instanceof WeakHashMap<?, ?> map) ? map.size() : 0;
	}

	private void enter(Object object) {
		Class<?> type = object.getClass();
		if (object instanceof Object[] list) {
			for (Object element : list) {
				found(element);
			}
		}
		else if (object instanceof JSHashMap map) {
			JSHashMap.Cursor entries = map.getEntries();
			while (entries.advance()) {
				found(entries.getKey());
				found(entries.getValue());
			}
		}
		else if (object instanceof EconomicMap<?, ?>) {
			MapCursor<Object, @Nullable Object> entries = properties(object).getEntries();
			while (entries.advance()) {
				found(entries.getKey());
				found(entries.getValue());
			}
		}
		else if (object instanceof WeakHashMap<?, ?>) {
			map(object).forEach((key, value) -> {
				found(key);
				found(value);
			});
		}
		else if (object instanceof Reference<?> reference && isKnown(type)) {
			found(reference.get());
		}
		else if (object instanceof Frame || isKnown(type)) {
			HeapFields fields = HeapFields.of(type);
			fields.fixed(object).forEach(this::found);
			for (Object value : fields.references(object)) {
				found(value);
			}
			if (object instanceof DynamicObject scripted) {
				found(ScriptFields.references(scripted));
				found(ScriptFields.numbers(scripted));
				enterShape(scripted);
			}
		}
		else if (!HeapImage.isKnownArray(type) && !this.lenient) {
			this.unknown = object;
		}
	}

	/** Names that are symbols, and values that all objects of a shape have in common. */
	private void enterShape(DynamicObject object) {
		Shape shape = object.getShape();
		if (this.shapes.add(shape)) {
			for (Property property : shape.getPropertyListInternal(true)) {
				if (property.getKey() instanceof Symbol symbol) {
					found(symbol);
				}
				if (property.getLocation().isConstant()) {
					found(property.getLocation().get(object, shape));
				}
			}
		}
	}

	private static boolean isKnown(Class<?> type) {
		return KNOWN.stream().anyMatch(type.getName()::startsWith);
	}

	@SuppressWarnings("unchecked")
	static EconomicMap<Object, @Nullable Object> properties(Object map) {
		return (EconomicMap<Object, @Nullable Object>) map;
	}

	@SuppressWarnings("unchecked")
	static Map<Object, @Nullable Object> map(Object map) {
		return (Map<Object, @Nullable Object>) map;
	}

}
