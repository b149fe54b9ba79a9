package io.claimflow.demo.web;

import java.nio.charset.StandardCharsets;

import io.claimflow.spring.password.NewPassword;
import io.claimflow.spring.password.PasswordWorkflows;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Judges the passwords that people choose: by what the server needs, and by the workflow
 * of {@code user:new_password_provided}, which has the house rules.
 */
@Component
class NewPasswords {

	/** The fields of a form, by the names that workflows give them. */
	static final String FIRST = "p_first_password";

	static final String SECOND = "p_second_password";

	/** bcrypt looks at no more than that. */
	private static final int MAXIMUM_BYTES = 72;

	private final ObjectProvider<PasswordWorkflows> workflows;

	/** There are none with {@code claimflow.enabled=false}. */
	NewPasswords(ObjectProvider<PasswordWorkflows> workflows) {
		this.workflows = workflows;
	}

	void check(NewPassword password, FormErrors errors) {
		if (password.first().isEmpty()) {
			errors.add(FIRST, "Choose a password.");
			return;
		}
		if (password.first().getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BYTES) {
			errors.add(FIRST, "This password is too long. Choose one of at most 72 characters.");
		}
		if (!password.first().equals(password.second())) {
			errors.add(SECOND, "The two passwords are not the same.");
		}
		this.workflows.ifAvailable((workflow) -> errors.add(workflow.newPassword(password)));
	}

}
