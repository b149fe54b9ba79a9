package io.claimflow.spring.password;

import java.util.List;
import java.util.stream.Collectors;

import io.claimflow.spring.form.FieldError;

import org.springframework.security.authentication.BadCredentialsException;

/**
 * A login that a workflow of {@code user:existing_password_provided} refused with errors
 * at fields of the form. To a failure handler that does not know it, it is a wrong
 * password. An application's own login page finds it where Spring Security keeps it, in
 * the session or the request, and shows the errors at their fields.
 *
 * @see org.springframework.security.web.WebAttributes#AUTHENTICATION_EXCEPTION
 */
public final class InvalidFormFieldsException extends BadCredentialsException {

	private static final long serialVersionUID = 1L;

	private final List<FieldError> fieldErrors;

	public InvalidFormFieldsException(List<FieldError> fieldErrors) {
		super(fieldErrors.stream().map(FieldError::message).distinct().collect(Collectors.joining("\n")));
		this.fieldErrors = List.copyOf(fieldErrors);
	}

	/** What is wrong, in the order in which the workflow said so. */
	public List<FieldError> getFieldErrors() {
		return this.fieldErrors;
	}

}
