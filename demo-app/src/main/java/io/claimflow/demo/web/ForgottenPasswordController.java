package io.claimflow.demo.web;

import java.util.Objects;
import java.util.Optional;

import io.claimflow.demo.DemoAddress;
import io.claimflow.demo.account.Accounts;
import io.claimflow.demo.account.FederatedAccounts;
import io.claimflow.demo.account.ResetLinks;
import io.claimflow.demo.mail.Mailbox;
import io.claimflow.spring.password.NewPassword;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The pages for somebody who has forgotten the password: they get a link by mail, and
 * choose another one there.
 */
@Controller
class ForgottenPasswordController {

	private final DemoAddress address;

	private final Accounts accounts;

	private final FederatedAccounts federated;

	private final ResetLinks links;

	private final Mailbox mailbox;

	private final NewPasswords passwords;

	private final PasswordEncoder passwordEncoder;

	ForgottenPasswordController(DemoAddress address, Accounts accounts, FederatedAccounts federated, ResetLinks links,
			Mailbox mailbox, NewPasswords passwords, PasswordEncoder passwordEncoder) {
		this.address = address;
		this.accounts = accounts;
		this.federated = federated;
		this.links = links;
		this.mailbox = mailbox;
		this.passwords = passwords;
		this.passwordEncoder = passwordEncoder;
	}

	@GetMapping("/forgot-password")
	String forgotten(Model model) {
		model.addAttribute("errors", new FormErrors("email"));
		return "forgot-password";
	}

	/**
	 * Says and does the same whether there is such an account or not. Whoever signs in at
	 * the partner has no password here, and must not get past the partner with one.
	 */
	@PostMapping("/forgot-password")
	String forgotten(@RequestParam String email, RedirectAttributes attributes) {
		String name = Accounts.name(email);
		String link = this.address.url("/reset-password?token=" + this.links.create(name));
		boolean elsewhere = this.federated.isFederated(name);
		this.accounts.find(name)
			.filter((account) -> !elsewhere)
			.ifPresent((account) -> this.mailbox.send(account.name(), "Choose a new password",
					"Somebody, hopefully you, has forgotten the password of this account. The link works once, for "
							+ ResetLinks.LIFETIME.toMinutes() + " minutes.",
					link, "Choose a new password"));
		attributes.addFlashAttribute("sent", true);
		return "redirect:/forgot-password";
	}

	/** Opening the link does not use it up: mail programs open links by themselves. */
	@GetMapping("/reset-password")
	String reset(@RequestParam String token, Model model, HttpServletResponse response) {
		return form(token, this.links.find(token), noErrors(), model, response);
	}

	@PostMapping("/reset-password")
	String reset(@RequestParam String token, @RequestParam(NewPasswords.FIRST) String first,
			@RequestParam(NewPasswords.SECOND) String second, Model model, HttpServletResponse response,
			RedirectAttributes attributes) {
		FormErrors errors = noErrors();
		String name = this.links.find(token).orElse(null);
		if (name != null) {
			this.passwords.check(NewPassword.reset(name, name, first, second), errors);
			if (errors.isEmpty()) {
				String encoded = Objects.requireNonNull(this.passwordEncoder.encode(first));
				if (this.links.use(token)) {
					this.accounts.changePassword(name, encoded);
					attributes.addFlashAttribute("changed", true);
					return "redirect:/login";
				}
			}
		}
		return form(token, errors.isEmpty() ? Optional.empty() : Optional.ofNullable(name), errors, model, response);
	}

	private static String form(@Nullable String token, Optional<String> name, FormErrors errors, Model model,
			HttpServletResponse response) {
		if (name.isEmpty()) {
			response.setStatus(HttpStatus.NOT_FOUND.value());
		}
		else if (!errors.isEmpty()) {
			response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
		}
		model.addAttribute("name", name.orElse(null));
		model.addAttribute("token", token);
		model.addAttribute("errors", errors);
		return "reset-password";
	}

	private static FormErrors noErrors() {
		return new FormErrors(NewPasswords.FIRST, NewPasswords.SECOND);
	}

}
