package io.claimflow.spring.form;

import java.io.Serializable;
import java.util.Map;

import io.claimflow.Effect;

/**
 * An error in a field of a form.
 *
 * @param field the name that the trigger gives to the field, such as
 * {@code p_first_password}
 * @param message the workflow's words to the user, passwords masked; they are text and
 * have to be escaped in a page
 */
public record FieldError(String field, String message) implements Serializable {

	/** The names that fields had in older workflows. */
	private static final Map<String, String> OLD_FIELDS = Map.of("p_password_1", "p_first_password", "p_password_2",
			"p_second_password");

	static FieldError of(Effect.InvalidateFormField effect) {
		return new FieldError(OLD_FIELDS.getOrDefault(effect.field(), effect.field()), effect.message());
	}

}
