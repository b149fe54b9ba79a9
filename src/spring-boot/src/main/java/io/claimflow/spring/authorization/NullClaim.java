package io.claimflow.spring.authorization;

import java.io.ObjectStreamException;
import java.io.Serializable;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The value of a claim that is null. The signer leaves out a claim without a value, so
 * null needs an object; it is one that every writer of JSON on a token's way writes as
 * null: Jackson is told so, and Gson, with which Nimbus signs, does so for objects of
 * anonymous classes.
 */
abstract class NullClaim implements Serializable {

	static final Object INSTANCE = new NullClaim() {

		private static final long serialVersionUID = 1L;

	};

	private static final long serialVersionUID = 1L;

	@JsonValue
	@Nullable Object value() {
		return null;
	}

	Object readResolve() throws ObjectStreamException {
		return INSTANCE;
	}

	@Override
	public String toString() {
		return "null";
	}

}
