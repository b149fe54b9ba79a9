package io.claimflow.engine.limit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

import com.oracle.truffle.api.object.DynamicObject;
import com.oracle.truffle.api.object.Shape;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.BigInt;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.SafeInteger;
import com.oracle.truffle.js.runtime.util.JSHashMap;
import org.graalvm.collections.EconomicMap;
import org.graalvm.collections.MapCursor;
import org.jspecify.annotations.Nullable;

/**
 * What objects of a realm hold, as it was at one moment. It can be made so again: what
 * was added since can then not be reached from these objects any more.
 */
public final class HeapImage {

	/** The classes of numbers and the like, which are never changed. */
	private static final Set<Class<?>> VALUES = Set.of(Integer.class, Double.class, Long.class, Float.class,
			Boolean.class, Byte.class, Short.class, Character.class, String.class, SafeInteger.class, BigInt.class);

	private final JSRealm realm;

	/** What is frozen, and whether it is as it was. */
	private final DynamicObject[] shared;

	private final Shape[] sharedShapes;

	private final DynamicObject[] scripted;

	private final Shape[] shapes;

	private final @Nullable Object[] scriptReferences;

	private final @Nullable Object[] scriptNumbers;

	private final Object[] objects;

	private final HeapFields[] fields;

	private final @Nullable Object[][] references;

	private final long[][] numbers;

	private final Object[][] lists;

	private final Object[][] listed;

	private final Object[] bytes;

	private final Object[] copies;

	private final List<Table> tables;

	HeapImage(JSRealm realm, DynamicObject[] shared, Shape[] sharedShapes, List<Object> reached) {
		this.realm = realm;
		this.shared = shared;
		this.sharedShapes = sharedShapes;
		List<DynamicObject> scripted = new ArrayList<>();
		List<Object> plain = new ArrayList<>();
		List<Object[]> lists = new ArrayList<>();
		List<Object> bytes = new ArrayList<>();
		this.tables = new ArrayList<>();
		for (Object object : reached) {
			if (object instanceof Object[] list) {
				lists.add(list);
			}
			else if (object.getClass().isArray()) {
				bytes.add(object);
			}
			else if (object instanceof JSHashMap map) {
				this.tables.add(new OrderedTable(map));
			}
			else if (object instanceof EconomicMap<?, ?>) {
				this.tables.add(new PropertyTable(HeapWalk.properties(object)));
			}
			else if (object instanceof WeakHashMap<?, ?>) {
				this.tables.add(new WeakTable(HeapWalk.map(object)));
			}
			else {
				if (object instanceof DynamicObject one) {
					scripted.add(one);
				}
				if (!HeapFields.of(object.getClass()).areFixed()) {
					plain.add(object);
				}
			}
		}
		this.scripted = scripted.toArray(DynamicObject[]::new);
		this.shapes = scripted.stream().map(DynamicObject::getShape).toArray(Shape[]::new);
		this.scriptReferences = scripted.stream().map(ScriptFields::references).toArray();
		this.scriptNumbers = scripted.stream().map(ScriptFields::numbers).toArray();
		this.objects = plain.toArray();
		this.fields = plain.stream().map(Object::getClass).map(HeapFields::of).toArray(HeapFields[]::new);
		this.references = new @Nullable Object[plain.size()][];
		this.numbers = new long[plain.size()][];
		for (int i = 0; i < this.objects.length; i++) {
			this.references[i] = this.fields[i].references(this.objects[i]);
			this.numbers[i] = this.fields[i].numbers(this.objects[i]);
		}
		this.lists = lists.toArray(Object[][]::new);
		this.listed = lists.stream().map(Object[]::clone).toArray(Object[][]::new);
		this.bytes = bytes.toArray();
		this.copies = bytes.stream().map(HeapImage::copy).toArray();
	}

	/**
	 * Makes everything as it was.
	 * @return whether that could be done: what is frozen has not changed
	 */
	public boolean restore() {
		for (int i = 0; i < this.shared.length; i++) {
			if (this.shared[i].getShape() != this.sharedShapes[i]) {
				return false;
			}
		}
		for (int i = 0; i < this.scripted.length; i++) {
			DynamicObject object = this.scripted[i];
			if (object.getShape() != this.shapes[i] || ScriptFields.references(object) != this.scriptReferences[i]
					|| ScriptFields.numbers(object) != this.scriptNumbers[i]) {
				ScriptFields.restore(object, this.shapes[i], this.scriptReferences[i], this.scriptNumbers[i]);
			}
		}
		for (int i = 0; i < this.objects.length; i++) {
			if (!this.fields[i].have(this.objects[i], this.references[i], this.numbers[i])) {
				this.fields[i].restore(this.objects[i], this.references[i], this.numbers[i]);
			}
		}
		for (int i = 0; i < this.lists.length; i++) {
			Object[] list = this.lists[i];
			Object[] values = this.listed[i];
			for (int j = 0; j < list.length; j++) {
				if (list[j] != values[j]) {
					list[j] = values[j];
				}
			}
		}
		for (int i = 0; i < this.bytes.length; i++) {
			restore(this.bytes[i], this.copies[i]);
		}
		for (Table table : this.tables) {
			if (!table.isSame()) {
				table.restore();
			}
		}
		// The arrays of texts that tags of templates get: each run has its own.
		this.realm.getTemplateRegistry().clear();
		return true;
	}

	/** Whether two values are the same for a script. */
	static boolean isSame(@Nullable Object one, @Nullable Object other) {
		return one == other || one != null && other != null && one.getClass() == other.getClass() && isValue(one)
				&& one.equals(other);
	}

	/** Whether something is never changed, and known by its value alone. */
	static boolean isValue(Object object) {
		return VALUES.contains(object.getClass()) || object instanceof TruffleString;
	}

	private static Object copy(Object array) {
		if (array instanceof byte[] bytes) {
			return bytes.clone();
		}
		if (array instanceof int[] ints) {
			return ints.clone();
		}
		if (array instanceof long[] longs) {
			return longs.clone();
		}
		if (array instanceof double[] doubles) {
			return doubles.clone();
		}
		throw new IllegalStateException(array.getClass().getName());
	}

	private static void restore(Object array, Object copy) {
		if (array instanceof byte[] bytes && copy instanceof byte[] values) {
			if (!Arrays.equals(bytes, values)) {
				System.arraycopy(values, 0, bytes, 0, values.length);
			}
		}
		else if (array instanceof int[] ints && copy instanceof int[] values) {
			if (!Arrays.equals(ints, values)) {
				System.arraycopy(values, 0, ints, 0, values.length);
			}
		}
		else if (array instanceof long[] longs && copy instanceof long[] values) {
			if (!Arrays.equals(longs, values)) {
				System.arraycopy(values, 0, longs, 0, values.length);
			}
		}
		else if (array instanceof double[] doubles && copy instanceof double[] values) {
			System.arraycopy(values, 0, doubles, 0, values.length);
		}
	}

	/** Whether there is an image of arrays of a class. */
	static boolean isKnownArray(Class<?> type) {
		return type == byte[].class || type == int[].class || type == long[].class || type == double[].class;
	}

	/** What a map holds. */
	private abstract static class Table {

		final List<Object> keys = new ArrayList<>();

		final List<@Nullable Object> values = new ArrayList<>();

		final void add(Object key, @Nullable Object value) {
			this.keys.add(key);
			this.values.add(value);
		}

		final void restore() {
			clear();
			for (int i = 0; i < this.keys.size(); i++) {
				put(this.keys.get(i), this.values.get(i));
			}
		}

		abstract boolean isSame();

		abstract void clear();

		abstract void put(Object key, @Nullable Object value);

	}

	/** What a {@code Map} or a {@code Set} holds, in its order. */
	private static final class OrderedTable extends Table {

		private final JSHashMap map;

		OrderedTable(JSHashMap map) {
			this.map = map;
			JSHashMap.Cursor entries = map.getEntries();
			while (entries.advance()) {
				add(entries.getKey(), entries.getValue());
			}
		}

		@Override
		boolean isSame() {
			if (this.map.size() != this.keys.size()) {
				return false;
			}
			JSHashMap.Cursor entries = this.map.getEntries();
			for (int i = 0; entries.advance(); i++) {
				if (!HeapImage.isSame(entries.getKey(), this.keys.get(i))
						|| !HeapImage.isSame(entries.getValue(), this.values.get(i))) {
					return false;
				}
			}
			return true;
		}

		@Override
		void clear() {
			this.map.clear();
		}

		@Override
		void put(Object key, @Nullable Object value) {
			this.map.put(key, value);
		}

	}

	/** The properties of an object that has many of them. */
	private static final class PropertyTable extends Table {

		private final EconomicMap<Object, @Nullable Object> map;

		PropertyTable(EconomicMap<Object, @Nullable Object> map) {
			this.map = map;
			MapCursor<Object, @Nullable Object> entries = map.getEntries();
			while (entries.advance()) {
				add(entries.getKey(), entries.getValue());
			}
		}

		@Override
		boolean isSame() {
			if (this.map.size() != this.keys.size()) {
				return false;
			}
			MapCursor<Object, @Nullable Object> entries = this.map.getEntries();
			for (int i = 0; entries.advance(); i++) {
				if (!HeapImage.isSame(entries.getKey(), this.keys.get(i)) || entries.getValue() != this.values.get(i)) {
					return false;
				}
			}
			return true;
		}

		@Override
		void clear() {
			this.map.clear();
		}

		@Override
		void put(Object key, @Nullable Object value) {
			this.map.put(key, value);
		}

	}

	/** What hangs on the keys of a {@code WeakMap}, or is in a {@code WeakSet}. */
	private static final class WeakTable extends Table {

		private final Map<Object, @Nullable Object> map;

		WeakTable(Map<Object, @Nullable Object> map) {
			this.map = map;
			map.forEach(this::add);
		}

		@Override
		boolean isSame() {
			if (this.map.size() != this.keys.size()) {
				return false;
			}
			for (int i = 0; i < this.keys.size(); i++) {
				Object value = this.map.get(this.keys.get(i));
				if (!HeapImage.isSame(value, this.values.get(i))
						|| value == null && !this.map.containsKey(this.keys.get(i))) {
					return false;
				}
			}
			return true;
		}

		@Override
		void clear() {
			this.map.clear();
		}

		@Override
		void put(Object key, @Nullable Object value) {
			this.map.put(key, value);
		}

	}

}
