package io.claimflow.spring.authorization;

import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.SerializerProvider;
import com.nimbusds.jose.shaded.gson.TypeAdapter;
import com.nimbusds.jose.shaded.gson.annotations.JsonAdapter;
import com.nimbusds.jose.shaded.gson.stream.JsonReader;
import com.nimbusds.jose.shaded.gson.stream.JsonWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * A whole number in a claim, for stores that keep the type of a value. They write a
 * {@code Long} together with its type, and Spring Security refuses that very type when
 * they read. This number is written without a type, whichever mapper the application has,
 * and so it reads as what it is: a {@code Long}. Each writer on a token's way is told so:
 * Jackson 3, Jackson 2 where there is one, the Gson with which Nimbus signs, and Java.
 */
@JsonSerialize(using = WholeNumber.Jackson3Serializer.class)
@com.fasterxml.jackson.databind.annotation.JsonSerialize(using = WholeNumber.Jackson2Serializer.class)
@JsonAdapter(WholeNumber.GsonAdapter.class)
public final class WholeNumber extends Number {

	@Serial
	private static final long serialVersionUID = 1L;

	private final long value;

	WholeNumber(long value) {
		this.value = value;
	}

	/**
	 * Takes a number of this kind for each {@code Long} of some claims, those within
	 * lists and objects included. What has none stays the object that it is.
	 * @param claims the claims, which are changed
	 */
	public static void replaceIn(Map<String, Object> claims) {
		claims.replaceAll((name, value) -> replaced(value));
	}

	@SuppressWarnings("NullAway") // a list may have null elements
	private static Object replaced(@Nullable Object value) {
		if (value instanceof Long number) {
			return new WholeNumber(number);
		}
		if (value instanceof Map<?, ?> map) {
			Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
			map.forEach((key, member) -> copy.put(key, replaced(member)));
			return same(map.values(), copy.values()) ? map : copy;
		}
		if (value instanceof Collection<?> collection) {
			List<@Nullable Object> copy = new ArrayList<>();
			collection.forEach((element) -> copy.add(replaced(element)));
			if (same(collection, copy)) {
				return collection;
			}
			return (collection instanceof Set) ? new LinkedHashSet<>(copy) : copy;
		}
		return value;
	}

	private static boolean same(Collection<?> one, Collection<?> other) {
		var others = other.iterator();
		for (Object element : one) {
			if (element != others.next()) {
				return false;
			}
		}
		return true;
	}

	@Serial
	Object writeReplace() throws ObjectStreamException {
		return this.value;
	}

	@Override
	public int intValue() {
		return (int) this.value;
	}

	@Override
	public long longValue() {
		return this.value;
	}

	@Override
	public float floatValue() {
		return this.value;
	}

	@Override
	public double doubleValue() {
		return this.value;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof WholeNumber number && number.value == this.value;
	}

	@Override
	public int hashCode() {
		return Long.hashCode(this.value);
	}

	@Override
	public String toString() {
		return Long.toString(this.value);
	}

	/** Writes no type. */
	static final class Jackson3Serializer extends StdSerializer<WholeNumber> {

		Jackson3Serializer() {
			super(WholeNumber.class);
		}

		@Override
		public void serialize(WholeNumber number, JsonGenerator generator, SerializationContext context) {
			generator.writeNumber(number.value);
		}

		@Override
		public void serializeWithType(WholeNumber number, JsonGenerator generator, SerializationContext context,
				TypeSerializer type) {
			generator.writeNumber(number.value);
		}

	}

	/**
	 * Writes no type. An application need not have Jackson 2: Java passes over an
	 * annotation whose class is not there.
	 */
	static final class Jackson2Serializer extends com.fasterxml.jackson.databind.ser.std.StdSerializer<WholeNumber> {

		@Serial
		private static final long serialVersionUID = 1L;

		Jackson2Serializer() {
			super(WholeNumber.class);
		}

		@Override
		public void serialize(WholeNumber number, com.fasterxml.jackson.core.JsonGenerator generator,
				SerializerProvider provider) throws IOException {
			generator.writeNumber(number.value);
		}

		@Override
		public void serializeWithType(WholeNumber number, com.fasterxml.jackson.core.JsonGenerator generator,
				SerializerProvider provider, com.fasterxml.jackson.databind.jsontype.TypeSerializer type)
				throws IOException {
			generator.writeNumber(number.value);
		}

	}

	/** Signs it as a number. */
	static final class GsonAdapter extends TypeAdapter<WholeNumber> {

		@Override
		public void write(JsonWriter writer, WholeNumber number) throws IOException {
			writer.value(number.value);
		}

		@Override
		public WholeNumber read(JsonReader reader) throws IOException {
			return new WholeNumber(reader.nextLong());
		}

	}

}
