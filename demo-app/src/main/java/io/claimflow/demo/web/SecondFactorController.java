package io.claimflow.demo.web;

import java.security.Principal;

import io.claimflow.demo.account.Authenticators;
import io.claimflow.demo.account.FederatedAccounts;
import io.claimflow.demo.account.SecondFactors;
import io.claimflow.spring.mfa.MfaDeniedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.WebAttributes;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The pages where somebody gives a second factor, and sets up an authenticator app.
 */
@Controller
class SecondFactorController {

	private static final String CODE = "code";

	/** The key that is offered, until a code shows that the app has it. */
	private static final String KEY = SecondFactorController.class.getName() + ".key";

	/** The factor that the demo's authorization server asks for. */
	private static final String AUTHORITY = "FACTOR_AUTHENTICATOR_APP";

	private final SecondFactors secondFactors;

	private final Authenticators authenticators;

	private final FederatedAccounts federated;

	SecondFactorController(SecondFactors secondFactors, Authenticators authenticators, FederatedAccounts federated) {
		this.secondFactors = secondFactors;
		this.authenticators = authenticators;
		this.federated = federated;
	}

	@GetMapping("/second-factor")
	String secondFactor(Principal user, Model model, @RequestParam(required = false) @Nullable String token,
			@RequestParam(required = false) @Nullable String sent,
			@RequestParam(required = false) @Nullable String error) {
		boolean app = this.authenticators.isOn(user.getName());
		FormErrors errors = new FormErrors(app ? CODE : "token");
		if (error != null && app) {
			errors.add(CODE, "This code is wrong, or was used already. Wait for the next one.");
		}
		else if (error != null) {
			errors.add("token", "This token does not work, or no longer. Let the server send a new one.");
		}
		model.addAttribute("errors", errors);
		model.addAttribute("token", token);
		model.addAttribute("sent", sent != null);
		return app ? "authenticator-code" : "second-factor";
	}

	/** Where a sign-in goes that a workflow denies at its second factor. */
	@RequestMapping("/denied")
	String denied(@RequestAttribute(name = WebAttributes.ACCESS_DENIED_403,
			required = false) @Nullable MfaDeniedException denial, Model model) {
		if (denial == null) {
			return "redirect:/";
		}
		model.addAttribute("denied", true);
		model.addAttribute("error", "access_denied");
		model.addAttribute("description", denial.getMessage());
		return "refused";
	}

	@GetMapping("/account/authenticator")
	String authenticator(Principal user, HttpSession session, Model model) {
		if (this.federated.isFederated(user.getName())) {
			return "redirect:/account";
		}
		return form(user, key(session), new FormErrors(CODE), model);
	}

	@PostMapping("/account/authenticator")
	String authenticator(Authentication user, HttpServletRequest request, @RequestParam(CODE) String code, Model model,
			HttpServletResponse response, RedirectAttributes attributes) {
		String key = key(request.getSession());
		if (this.federated.isFederated(user.getName())) {
			return "redirect:/account";
		}
		if (!Authenticators.fits(key, code)) {
			FormErrors errors = new FormErrors(CODE);
			errors.add(CODE,
					"This is not the code that the app shows now. Check the app's key and the time of its device.");
			response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
			return form(user, key, errors, model);
		}
		request.getSession().removeAttribute(KEY);
		this.authenticators.turnOn(user.getName(), key);
		this.secondFactors.turn(user.getName(), true);
		// Whoever has just shown a code need not wait for the next one.
		GivenFactors.add(user, AUTHORITY, request, response);
		attributes.addFlashAttribute("done", "You are asked for a code of your app from now on.");
		return "redirect:/account";
	}

	/** The key as a picture, for the camera of a phone. */
	@GetMapping("/account/authenticator/key.svg")
	ResponseEntity<String> picture(Principal user, HttpSession session) {
		return ResponseEntity.ok()
			.contentType(MediaType.valueOf("image/svg+xml"))
			.body(QrCode.svg(Authenticators.uri(user.getName(), key(session)).toString()));
	}

	private static String form(Principal user, String key, FormErrors errors, Model model) {
		model.addAttribute("errors", errors);
		model.addAttribute("key", key);
		model.addAttribute("uri", Authenticators.uri(user.getName(), key).toString());
		return "authenticator";
	}

	private static String key(HttpSession session) {
		if (session.getAttribute(KEY) instanceof String key) {
			return key;
		}
		String key = Authenticators.newKey();
		session.setAttribute(KEY, key);
		return key;
	}

}
