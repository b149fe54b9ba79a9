package io.claimflow.demo.web;

import java.security.Principal;
import java.util.Objects;

import io.claimflow.demo.account.Account;
import io.claimflow.demo.account.Accounts;
import io.claimflow.demo.account.Authenticators;
import io.claimflow.demo.account.FederatedAccounts;
import io.claimflow.demo.account.SecondFactors;
import io.claimflow.demo.plan.Plans;
import io.claimflow.spring.password.NewPassword;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The pages where somebody who is signed in looks after the account.
 */
@Controller
class AccountController {

	private static final String CURRENT = "p_password";

	private final Accounts accounts;

	private final SecondFactors secondFactors;

	private final Authenticators authenticators;

	private final FederatedAccounts federated;

	private final Plans plans;

	private final NewPasswords passwords;

	private final PasswordEncoder passwordEncoder;

	AccountController(Accounts accounts, SecondFactors secondFactors, Authenticators authenticators,
			FederatedAccounts federated, Plans plans, NewPasswords passwords, PasswordEncoder passwordEncoder) {
		this.accounts = accounts;
		this.secondFactors = secondFactors;
		this.authenticators = authenticators;
		this.federated = federated;
		this.plans = plans;
		this.passwords = passwords;
		this.passwordEncoder = passwordEncoder;
	}

	@GetMapping("/account")
	String account(Principal user, Model model) {
		model.addAttribute("account", account(user));
		model.addAttribute("plan", this.plans.of(user.getName()).displayName());
		model.addAttribute("federated", this.federated.isFederated(user.getName()));
		model.addAttribute("secondFactor", this.secondFactors.isOn(user.getName()));
		model.addAttribute("authenticator", this.authenticators.isOn(user.getName()));
		return "account";
	}

	@PostMapping("/account/second-factor")
	String turnSecondFactor(Principal user, @RequestParam boolean on, RedirectAttributes attributes) {
		if (on && this.federated.isFederated(user.getName())) {
			attributes.addFlashAttribute("done", "The partner asks for your factors.");
			return "redirect:/account";
		}
		this.secondFactors.turn(user.getName(), on);
		if (!on) {
			this.authenticators.turnOff(user.getName());
		}
		attributes.addFlashAttribute("done",
				on ? "You are asked for a second factor from now on." : "You are no longer asked for a second factor.");
		return "redirect:/account";
	}

	@GetMapping("/change-password")
	String changePassword(Model model) {
		model.addAttribute("errors", noErrors());
		return "change-password";
	}

	@PostMapping("/change-password")
	String changePassword(Authentication user, @RequestParam(CURRENT) String current,
			@RequestParam(NewPasswords.FIRST) String first, @RequestParam(NewPasswords.SECOND) String second,
			Model model, HttpServletRequest request, HttpServletResponse response, RedirectAttributes attributes) {
		Account account = account(user);
		FormErrors errors = noErrors();
		if (!this.passwordEncoder.matches(current, account.encodedPassword())) {
			errors.add(CURRENT, "This is not your password.");
		}
		this.passwords.check(NewPassword.reset(account.name(), account.name(), first, second), errors);
		if (!errors.isEmpty()) {
			response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
			model.addAttribute("errors", errors);
			return "change-password";
		}
		this.accounts.changePassword(account.name(), Objects.requireNonNull(this.passwordEncoder.encode(first)));
		GivenFactors.renewPassword(user, request, response);
		DemoSession.of(request.getSession()).dropTokens();
		attributes.addFlashAttribute("done",
				"Your password is changed. Other browsers and applications have to sign in again.");
		return "redirect:/account";
	}

	private Account account(Principal user) {
		return this.accounts.find(user.getName())
			.orElseThrow(() -> new IllegalStateException("The account of who is signed in is gone"));
	}

	private static FormErrors noErrors() {
		return new FormErrors(CURRENT, NewPasswords.FIRST, NewPasswords.SECOND);
	}

}
