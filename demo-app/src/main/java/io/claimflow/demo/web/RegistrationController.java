package io.claimflow.demo.web;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import io.claimflow.demo.DemoAddress;
import io.claimflow.demo.account.Account;
import io.claimflow.demo.account.Accounts;
import io.claimflow.demo.account.Registrations;
import io.claimflow.demo.mail.Mailbox;
import io.claimflow.spring.form.FormDecision;
import io.claimflow.spring.password.NewPassword;
import io.claimflow.spring.registration.RegistrationWorkflows;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
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

	private static final String PASSWORD = "p_password";

	private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");

	private static final int MAXIMUM_LENGTH = 100;

	private final DemoAddress address;

	private final Accounts accounts;

	private final Registrations registrations;

	private final Mailbox mailbox;

	private final ObjectProvider<RegistrationWorkflows> workflows;

	private final NewPasswords passwords;

	private final PasswordEncoder passwordEncoder;

	RegistrationController(DemoAddress address, Accounts accounts, Registrations registrations, Mailbox mailbox,
			ObjectProvider<RegistrationWorkflows> workflows, NewPasswords passwords, PasswordEncoder passwordEncoder) {
		this.address = address;
		this.accounts = accounts;
		this.registrations = registrations;
		this.mailbox = mailbox;
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
			send(address, name.strip(), Objects.requireNonNull(this.passwordEncoder.encode(first)), locale);
			attributes.addFlashAttribute("sent", true);
			return "redirect:/register";
		}
		response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
		model.addAttribute("errors", errors);
		model.addAttribute("email", email);
		model.addAttribute("name", name);
		return "register";
	}

	/** Only the owner of the address learns whether it has an account already. */
	private void send(String address, String name, String encodedPassword, Locale locale) {
		String token = this.registrations.create(address, name, encodedPassword, locale);
		if (this.accounts.exists(address)) {
			this.mailbox.send(address, "You have an account already",
					"Somebody, hopefully you, signs up with this address. It has an account: sign in with that.",
					this.address.url("/login"), "Sign in");
		}
		else {
			this.mailbox.send(address, "Confirm your account",
					"Somebody, hopefully you, signs up with this address. The link works once, for "
							+ Registrations.LIFETIME.toHours() + " hours.",
					this.address.url("/confirm-account?token=" + token), "Confirm your account");
		}
	}

	/** Opening the link confirms nothing: mail programs open links by themselves. */
	@GetMapping("/confirm-account")
	String confirm(@RequestParam String token, Model model, HttpServletResponse response) {
		return confirmation(token, new FormErrors(PASSWORD), model, response);
	}

	/**
	 * Asks for the password, so that nobody confirms an account whose password somebody
	 * else has chosen.
	 */
	@PostMapping("/confirm-account")
	String confirm(@RequestParam String token, @RequestParam(PASSWORD) String password, Model model,
			HttpServletResponse response, RedirectAttributes attributes) {
		FormErrors errors = new FormErrors(PASSWORD);
		Account pending = this.registrations.find(token).orElse(null);
		if (pending != null && !this.passwordEncoder.matches(password, pending.encodedPassword())) {
			errors.add(PASSWORD, "This is not the password that was chosen. If it was not you, do nothing.");
		}
		if (pending != null && errors.isEmpty()) {
			try {
				Optional<String> name = this.registrations.confirm(token);
				if (name.isPresent()) {
					attributes.addFlashAttribute("registered", name.get());
					return "redirect:/login";
				}
			}
			catch (DuplicateKeyException ex) {
				// The address has got an account since, and the link is of no use.
			}
		}
		return confirmation(token, errors, model, response);
	}

	private String confirmation(String token, FormErrors errors, Model model, HttpServletResponse response) {
		Optional<String> name = this.registrations.find(token)
			.map(Account::name)
			.filter((known) -> !this.accounts.exists(known));
		if (name.isEmpty()) {
			response.setStatus(HttpStatus.NOT_FOUND.value());
		}
		else if (!errors.isEmpty()) {
			response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
		}
		model.addAttribute("name", name.orElse(null));
		model.addAttribute("token", token);
		model.addAttribute("errors", errors);
		return "confirm-account";
	}

	/** Finds as much as can be found at once. A refused sign-up needs no details. */
	private void check(String address, String name, NewPassword password, FormErrors errors) {
		if (!ADDRESS.matcher(address).matches() || address.length() > MAXIMUM_LENGTH) {
			errors.add(EMAIL, "Enter an email address, such as name@example.com.");
		}
		else {
			Optional<FormDecision> refusal = this.workflows.stream()
				.map((workflow) -> workflow.preRegistration(address, "password"))
				.filter((decision) -> !decision.isAllowed())
				.findFirst();
			if (refusal.isPresent()) {
				errors.add(refusal.get());
				return;
			}
		}
		if (name.isEmpty() || name.length() > MAXIMUM_LENGTH) {
			errors.add(NAME, "Enter a name of at most 100 characters.");
		}
		else {
			this.workflows.ifAvailable((workflow) -> errors.add(workflow.newUsername(name)));
		}
		this.passwords.check(password, errors);
	}

	private static FormErrors noErrors() {
		return new FormErrors(EMAIL, NAME, NewPasswords.FIRST, NewPasswords.SECOND);
	}

}
