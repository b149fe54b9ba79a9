package io.claimflow.spring.form;

import java.io.Serializable;

/**
 * What is wrong with a field of a form.
 *
 * @param field the name that the trigger gives to the field, such as
 * {@code p_first_password}
 * @param message the workflow's words to the user, passwords masked; they are text and
 * have to be escaped in a page
 */
public record FieldError(String field, String message) implements Serializable {

}
