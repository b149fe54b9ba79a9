package io.claimflow.spring.password;

import io.claimflow.spring.form.FieldError;
import io.claimflow.spring.form.FormDecision;
import io.claimflow.spring.registration.RegistrationWorkflows;

import org.springframework.security.authentication.password.CompromisedPasswordChecker;
import org.springframework.security.authentication.password.CompromisedPasswordDecision;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The forms of an application in which users sign up and choose passwords. They answer
 * with what was decided.
 */
@RestController
final class SignUpForms {

	private final PasswordWorkflows passwords;

	private final RegistrationWorkflows registrations;

	private final CompromisedPasswordChecker checker;

	SignUpForms(PasswordWorkflows passwords, RegistrationWorkflows registrations) {
		this.passwords = passwords;
		this.registrations = registrations;
		this.checker = passwords
			.compromisedPasswordChecker((password) -> new CompromisedPasswordDecision("123456".equals(password)));
	}

	@PostMapping("/open/sign-up")
	String signUp(@RequestParam String first, @RequestParam String second) {
		return text(this.passwords.newPassword(NewPassword.initial("dora@example.com", first, second)));
	}

	@PostMapping("/open/reset")
	String reset(@RequestParam String first, @RequestParam String second) {
		return text(this.passwords.newPassword(NewPassword.reset("id-4", "dora@example.com", first, second)));
	}

	@PostMapping({ "/open/check", "/me/check" })
	boolean check(@RequestParam String password) {
		return this.checker.check(password).isCompromised();
	}

	@PostMapping("/open/register")
	String register(@RequestParam String email) {
		return text(this.registrations.preRegistration(email, "conn_form"));
	}

	@PostMapping("/open/username")
	String username(@RequestParam String username) {
		return text(this.registrations.newUsername(username));
	}

	private static String text(FormDecision decision) {
		if (decision instanceof FormDecision.Denied denied) {
			return "denied: " + denied.reason();
		}
		if (decision instanceof FormDecision.Invalid invalid) {
			StringBuilder text = new StringBuilder("invalid:");
			for (FieldError error : invalid.errors()) {
				text.append(' ').append(error.field()).append('=').append(error.message());
			}
			return text.toString();
		}
		return decision.isAllowed() ? "allowed" : "neither";
	}

}
