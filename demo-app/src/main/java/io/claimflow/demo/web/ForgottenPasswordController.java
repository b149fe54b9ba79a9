package io.claimflow.demo.web;

import java.util.Objects;
import java.util.Optional;

import io.claimflow.demo.account.Accounts;
import io.claimflow.demo.account.ResetLinks;
import io.claimflow.demo.account.ResetMails;
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

	private final ResetMails mails;

	private final Accounts accounts;

	private final ResetLinks links;

	private final NewPasswords passwords;

	private final PasswordEncoder passwordEncoder;

	ForgottenPasswordController(ResetMails mails, Accounts accounts, ResetLinks links, NewPasswords passwords,
			PasswordEncoder passwordEncoder) {
		this.mails = mails;
		this.accounts = accounts;
		this.links = links;
		this.passwords = passwords;
		this.passwordEncoder = passwordEncoder;
	}

	@GetMapping("/forgot-password")
	String forgotten(Model model) {
		model.addAttribute("errors", new FormErrors("email"));
		return "forgot-password";
	}

	/** Says and does the same whether there is such an account or not. */
	@PostMapping("/forgot-password")
	String forgotten(@RequestParam String email, RedirectAttributes attributes) {
		this.mails.request(email);
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
