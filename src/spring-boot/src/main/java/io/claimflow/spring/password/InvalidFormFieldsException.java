package io.claimflow.spring.password;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
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
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
@JsonIncludeProperties({ "message", "errors" })
@JsonIgnoreProperties(ignoreUnknown = true)
public final class InvalidFormFieldsException extends BadCredentialsException {

	private static final long serialVersionUID = 1L;

	/** Of a class that every session store of Spring's reads back. */
	@JsonProperty("errors")
	private final ArrayList<FieldError> errors;

	@JsonCreator
	public InvalidFormFieldsException(@JsonProperty("errors") List<FieldError> fieldErrors) {
		super(fieldErrors.stream().map(FieldError::message).distinct().collect(Collectors.joining("\n")));
		this.errors = new ArrayList<>(fieldErrors);
	}

	/** What is wrong, in the order in which the workflow said so. */
	public List<FieldError> getFieldErrors() {
		return Collections.unmodifiableList(this.errors);
	}

}
