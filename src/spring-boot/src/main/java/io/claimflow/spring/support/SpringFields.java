package io.claimflow.spring.support;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * What Spring Security keeps and does not show. A field is found by its type, which is
 * steadier than its name.
 */
public final class SpringFields {

	private SpringFields() {
	}

	/**
	 * The first field of a type that a class declares.
	 * @param owner the class that declares the field
	 * @param type what the field holds
	 */
	public static Optional<Field> find(Class<?> owner, Class<?> type) {
		return Arrays.stream(owner.getDeclaredFields())
			.filter((field) -> type.isAssignableFrom(field.getType()))
			.findFirst();
	}

	/**
	 * Every field of a type that an object has, those that it inherits included.
	 * @param object the object that has the fields
	 * @param type what the fields hold
	 */
	public static List<Field> all(Object object, Class<?> type) {
		List<Field> fields = new ArrayList<>();
		ReflectionUtils.doWithFields(object.getClass(), fields::add, (field) -> type.isAssignableFrom(field.getType()));
		return fields;
	}

	/** The value of a field. */
	public static @Nullable Object value(Field field, Object object) {
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, object);
	}

	/**
	 * The value of the first field of a type, or empty if there is none or it is null.
	 */
	public static <T> Optional<T> read(Class<?> owner, Object object, Class<T> type) {
		return find(owner, type).map((field) -> value(field, object)).map(type::cast);
	}

	/** Gives a field another value, also where it is final. */
	public static void set(Field field, Object object, Object value) {
		ReflectionUtils.makeAccessible(field);
		ReflectionUtils.setField(field, object, value);
	}

}
