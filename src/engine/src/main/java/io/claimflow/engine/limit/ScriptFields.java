package io.claimflow.engine.limit;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

import com.oracle.truffle.api.object.DynamicObject;
import com.oracle.truffle.api.object.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The fields that all objects of scripts have: their shape, which says what properties
 * there are, and two arrays for those that have no field of their own. They are read for
 * thousands of objects after each run, so each is a constant.
 */
final class ScriptFields {

	private static final MethodHandle REFERENCES = getter(Object[].class);

	private static final MethodHandle NUMBERS = getter(int[].class);

	private static final MethodHandle SET_SHAPE = setter(Shape.class);

	private static final MethodHandle SET_REFERENCES = setter(Object[].class);

	private static final MethodHandle SET_NUMBERS = setter(int[].class);

	private ScriptFields() {
	}

	private static Field field(Class<?> type) {
		List<Field> fields = Arrays.stream(DynamicObject.class.getDeclaredFields())
			.filter((field) -> !Modifier.isStatic(field.getModifiers()))
			.toList();
		List<Field> found = fields.stream().filter((field) -> field.getType() == type).toList();
		if (fields.size() != 3 || found.size() != 1) {
			throw new IllegalStateException("Objects of the script engine have other fields: " + fields);
		}
		return found.get(0);
	}

	private static MethodHandle getter(Class<?> type) {
		try {
			return MethodHandles.privateLookupIn(DynamicObject.class, MethodHandles.lookup())
				.unreflectGetter(field(type))
				.asType(MethodType.methodType(Object.class, DynamicObject.class));
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("The script engine cannot be looked into", ex);
		}
	}

	private static MethodHandle setter(Class<?> type) {
		try {
			return MethodHandles.privateLookupIn(DynamicObject.class, MethodHandles.lookup())
				.unreflectSetter(field(type));
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("The script engine cannot be looked into", ex);
		}
	}

	/** The array of references, which may be replaced by a longer one. */
	static @Nullable Object references(DynamicObject object) {
		try {
			return (Object) REFERENCES.invokeExact(object);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The array of numbers, which may be replaced by a longer one. */
	static @Nullable Object numbers(DynamicObject object) {
		try {
			return (Object) NUMBERS.invokeExact(object);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	static void restore(DynamicObject object, Shape shape, @Nullable Object references, @Nullable Object numbers) {
		try {
			SET_SHAPE.invoke(object, shape);
			SET_REFERENCES.invoke(object, (Object[]) references);
			SET_NUMBERS.invoke(object, (int[]) numbers);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

}
