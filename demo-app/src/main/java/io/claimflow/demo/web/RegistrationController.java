package io.claimflow.demo.web;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

import io.claimflow.demo.account.Accounts;
import io.claimflow.form.FormDecision;
import io.claimflow.password.NewPassword;
import io.claimflow.registration.RegistrationWorkflows;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The page where people make an account. Three workflows have a say: about the sign-up as
 * a whole, about the name, and about the password.
 */
@Controller
class RegistrationController {

	private static final String EMAIL = "email";

	private static final String NAME = "p_username";

	private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");

	private static final int MAXIMUM_LENGTH = 100;

	private final Accounts accounts;

	private final RegistrationWorkflows workflows;

	private final NewPasswords passwords;

	private final PasswordEncoder passwordEncoder;

	RegistrationController(Accounts accounts, RegistrationWorkflows workflows, NewPasswords passwords,
			PasswordEncoder passwordEncoder) {
		this.accounts = accounts;
		this.workflows = workflows;
		this.passwords = passwords;
		this.passwordEncoder = passwordEncoder;
	}

	@GetMapping("/register")
	String form(Model model) {
		model.addAttribute("errors", noErrors());
		return "register";
	}

	@PostMapping("/register")
	String register(@RequestParam(EMAIL) String email, @RequestParam(NAME) String name,
			@RequestParam(NewPasswords.FIRST) String first, @RequestParam(NewPasswords.SECOND) String second,
			Locale locale, Model model, HttpServletResponse response, RedirectAttributes attributes) {
		String address = Accounts.name(email);
		FormErrors errors = noErrors();
		check(address, name.strip(), NewPassword.initial(address, first, second), errors);
		if (errors.isEmpty()) {
			try {
				this.accounts.create(address, name.strip(), Objects.requireNonNull(this.passwordEncoder.encode(first)),
						locale);
				attributes.addFlashAttribute("registered", address);
				return "redirect:/login";
			}
			catch (DuplicateKeyException ex) {
				addTaken(errors);
			}
		}
		response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
		model.addAttribute("errors", errors);
		model.addAttribute("email", email);
		model.addAttribute("name", name);
		return "register";
	}

	/** Finds as much as can be found at once. A refused sign-up needs no details. */
	private void check(String address, String name, NewPassword password, FormErrors errors) {
		if (!ADDRESS.matcher(address).matches() || address.length() > MAXIMUM_LENGTH) {
			errors.add(EMAIL, "Enter an email address, such as name@example.com.");
		}
		else if (this.accounts.exists(address)) {
			addTaken(errors);
		}
		else {
			FormDecision decision = this.workflows.preRegistration(address, "password");
			if (!decision.isAllowed()) {
				errors.add(decision);
				return;
			}
		}
		if (name.isEmpty() || name.length() > MAXIMUM_LENGTH) {
			errors.add(NAME, "Enter a name of at most 100 characters.");
		}
		else {
			errors.add(this.workflows.newUsername(name));
		}
		this.passwords.check(password, errors);
	}

	private static FormErrors noErrors() {
		return new FormErrors(EMAIL, NAME, NewPasswords.FIRST, NewPasswords.SECOND);
	}

	private static void addTaken(FormErrors errors) {
		errors.add(EMAIL, "There is an account with this address already. Sign in with it.");
	}

}
