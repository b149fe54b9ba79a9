package io.claimflow.demo.web;

import io.claimflow.demo.DemoAccounts;
import io.claimflow.demo.DemoAddress;
import io.claimflow.demo.account.FederatedAccountException;
import io.claimflow.demo.server.LoginFailureHandler;
import io.claimflow.spring.password.InvalidFormFieldsException;
import io.claimflow.spring.registration.SignUpDeniedException;
import io.claimflow.spring.signin.SignInDeniedException;
import io.claimflow.spring.signin.SignInFailedException;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.WebAttributes;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The start page and the login page.
 */
@Controller
class StartController {

	private final DemoAddress address;

	private final String project;

	private final boolean partner;

	private final boolean push;

	StartController(DemoAddress address, @Value("${claimflow.project}") String project,
			@Value("${demo.partner.enabled:true}") boolean partner,
			@Value("${claimflow.deployments.http.enabled}") boolean push) {
		this.address = address;
		this.project = project;
		this.partner = partner;
		this.push = push;
	}

	@GetMapping("/")
	String start(Model model, HttpSession session,
			@RequestParam(name = "signed-out", required = false) @Nullable String signedOut) {
		model.addAttribute("signedIn", DemoSession.of(session).tokens() != null);
		model.addAttribute("signedOut", signedOut != null);
		model.addAttribute("project", this.project);
		model.addAttribute("folder",
				this.project.startsWith("file:") ? this.project.substring("file:".length()) : null);
		model.addAttribute("curl", DemoAccounts.curl(this.address.url("/oauth2/token")));
		if (this.push) {
			model.addAttribute("push", DemoAccounts.push("demo-app/workflows", this.address.url("")));
		}
		addAccounts(model);
		return "start";
	}

	@GetMapping("/login")
	String login(Model model, HttpSession session, @RequestParam(required = false) @Nullable String error) {
		FormErrors errors = new FormErrors("username", "password");
		if (error != null) {
			addFailure(session.getAttribute(WebAttributes.AUTHENTICATION_EXCEPTION), errors);
		}
		model.addAttribute("typedUsername", LoginFailureHandler.takeTyped(session));
		model.addAttribute("errors", errors);
		model.addAttribute("partner", this.partner);
		addAccounts(model);
		return "login";
	}

	/** A wrong password, or what a workflow says. */
	private static void addFailure(@Nullable Object failure, FormErrors errors) {
		if (failure instanceof InvalidFormFieldsException invalid) {
			invalid.getFieldErrors().forEach((error) -> errors.add("password", error.message()));
		}
		else if (failure instanceof SignInDeniedException || failure instanceof SignInFailedException
				|| failure instanceof SignUpDeniedException || failure instanceof FederatedAccountException) {
			errors.addGeneral(((AuthenticationException) failure).getMessage());
		}
		else if (failure instanceof AuthenticationServiceException) {
			errors.addGeneral("The server cannot check this at the moment. Try again in a minute.");
		}
		else if (failure instanceof OAuth2AuthenticationException) {
			errors.addGeneral("The sign-in at the partner did not work. Try again.");
		}
		else {
			errors.addGeneral("The email address or the password is wrong. Check both and try again.");
		}
	}

	private static void addAccounts(Model model) {
		model.addAttribute("username", DemoAccounts.USERNAME);
		model.addAttribute("password", DemoAccounts.PASSWORD);
		model.addAttribute("oldUsername", DemoAccounts.OLD_USERNAME);
		model.addAttribute("oldPassword", DemoAccounts.OLD_PASSWORD);
		model.addAttribute("partnerUsername", DemoAccounts.PARTNER_USERNAME);
		model.addAttribute("partnerPassword", DemoAccounts.PARTNER_PASSWORD);
		model.addAttribute("machineClient", DemoAccounts.MACHINE_CLIENT);
		model.addAttribute("machineSecret", DemoAccounts.MACHINE_SECRET);
	}

}
