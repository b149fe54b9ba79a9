package io.claimflow.engine.limit;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import com.oracle.truffle.api.object.DynamicObject;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a class of the script engine, to read all that its objects refer to, and
 * to write what can change. What all objects of scripts have, {@link ScriptFields} knows.
 */
final class HeapFields {

	private static final MethodType REFERENCE = MethodType.methodType(Object.class, Object.class);

	private static final MethodType NUMBER = MethodType.methodType(long.class, Object.class);

	private static final ClassValue<HeapFields> ALL = new ClassValue<>() {

		@Override
		protected HeapFields computeValue(Class<?> type) {
			return new HeapFields(type);
		}

	};

	/** Reads the references that never change. */
	private final MethodHandle[] fixed;

	private final Variable[] references;

	private final Variable[] numbers;

	private HeapFields(Class<?> type) {
		List<MethodHandle> fixed = new ArrayList<>();
		List<Variable> references = new ArrayList<>();
		List<Variable> numbers = new ArrayList<>();
		for (Class<?> declaring = type; declaring != null && declaring != Object.class
				&& declaring != DynamicObject.class
				&& declaring != WeakReference.class; declaring = declaring.getSuperclass()) {
			for (Field field : declaring.getDeclaredFields()) {
				if (Modifier.isStatic(field.getModifiers())) {
					continue;
				}
				boolean isFixed = Modifier.isFinal(field.getModifiers());
				if (!field.getType().isPrimitive()) {
					Variable variable = new Variable(field, isFixed);
					if (isFixed) {
						fixed.add(variable.getter);
					}
					else {
						references.add(variable);
					}
				}
				else if (!isFixed) {
					numbers.add(new Variable(field, false));
				}
			}
		}
		this.fixed = fixed.toArray(MethodHandle[]::new);
		this.references = references.toArray(Variable[]::new);
		this.numbers = numbers.toArray(Variable[]::new);
	}

	/**
	 * The fields of a class.
	 * @throws RuntimeException if the class cannot be looked into
	 */
	static HeapFields of(Class<?> type) {
		return ALL.get(type);
	}

	/** The references that never change. */
	List<@Nullable Object> fixed(Object owner) {
		List<@Nullable Object> values = new ArrayList<>(this.fixed.length);
		for (MethodHandle getter : this.fixed) {
			values.add(Variable.reference(getter, owner));
		}
		return values;
	}

	/** Whether nothing of an object can change. */
	boolean areFixed() {
		return this.references.length == 0 && this.numbers.length == 0;
	}

	/** The references that can change. */
	@Nullable Object[] references(Object owner) {
		@Nullable Object[] values = new @Nullable Object[this.references.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = Variable.reference(this.references[i].getter, owner);
		}
		return values;
	}

	/** The numbers that can change, bit by bit. */
	long[] numbers(Object owner) {
		long[] values = new long[this.numbers.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = Variable.number(this.numbers[i].getter, owner);
		}
		return values;
	}

	/** Whether an object has these values. */
	boolean have(Object owner, @Nullable Object[] references, long[] numbers) {
		for (int i = 0; i < references.length; i++) {
			if (!HeapImage.isSame(Variable.reference(this.references[i].getter, owner), references[i])) {
				return false;
			}
		}
		for (int i = 0; i < numbers.length; i++) {
			if (Variable.number(this.numbers[i].getter, owner) != numbers[i]) {
				return false;
			}
		}
		return true;
	}

	/** Gives an object these values. */
	void restore(Object owner, @Nullable Object[] references, long[] numbers) {
		for (int i = 0; i < references.length; i++) {
			this.references[i].set(owner, references[i]);
		}
		for (int i = 0; i < numbers.length; i++) {
			this.numbers[i].set(owner, numbers[i]);
		}
	}

	/** A field that can change, or is at least read. */
	private static final class Variable {

		private final MethodHandle getter;

		private final Class<?> type;

		private final @Nullable MethodHandle setter;

		Variable(Field field, boolean isFixed) {
			try {
				MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(field.getDeclaringClass(),
						MethodHandles.lookup());
				this.type = field.getType();
				MethodHandle getter = lookup.unreflectGetter(field);
				this.getter = this.type.isPrimitive() ? number(lookup, getter) : getter.asType(REFERENCE);
				this.setter = isFixed ? null : lookup.unreflectSetter(field);
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException("The script engine cannot be looked into", ex);
			}
		}

		private MethodHandle number(MethodHandles.Lookup lookup, MethodHandle getter) throws IllegalAccessException {
			try {
				if (this.type == double.class) {
					return MethodHandles.filterReturnValue(getter, lookup.findStatic(Double.class,
							"doubleToRawLongBits", MethodType.methodType(long.class, double.class)))
						.asType(NUMBER);
				}
				if (this.type == boolean.class) {
					return MethodHandles
						.explicitCastArguments(getter,
								MethodType.methodType(long.class, getter.type().parameterType(0)))
						.asType(NUMBER);
				}
				if (this.type == float.class) {
					throw new IllegalStateException("A field of the script engine is a float");
				}
				return getter.asType(NUMBER);
			}
			catch (NoSuchMethodException ex) {
				throw new IllegalStateException(ex);
			}
		}

		static @Nullable Object reference(MethodHandle getter, Object owner) {
			try {
				return (Object) getter.invokeExact(owner);
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
		}

		static long number(MethodHandle getter, Object owner) {
			try {
				return (long) getter.invokeExact(owner);
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
		}

		void set(Object owner, @Nullable Object value) {
			try {
				if (this.setter != null) {
					this.setter.invoke(owner, value);
				}
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
		}

		void set(Object owner, long bits) {
			Object value;
			if (this.type == double.class) {
				value = Double.longBitsToDouble(bits);
			}
			else if (this.type == boolean.class) {
				value = bits != 0;
			}
			else if (this.type == int.class) {
				value = (int) bits;
			}
			else if (this.type == byte.class) {
				value = (byte) bits;
			}
			else if (this.type == short.class) {
				value = (short) bits;
			}
			else if (this.type == char.class) {
				value = (char) bits;
			}
			else {
				value = bits;
			}
			set(owner, value);
		}

	}

}
