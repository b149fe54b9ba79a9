package io.claimflow.demo.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

import io.claimflow.TokenType;
import io.claimflow.demo.DemoAccounts;
import io.claimflow.demo.DemoAddress;
import io.claimflow.demo.change.ChangeLog;
import io.claimflow.demo.change.Change;
import io.claimflow.demo.change.TokenChanges;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.WebUtils;

/**
 * A public OAuth client that signs in with a code and PKCE, shows its tokens and
 * refreshes them (OAuth 2.1, sections 4.1 and 4.3).
 */
@Controller
class DemoController {

	private static final String CALLBACK = "/demo/callback";

	private final DemoAddress address;

	private final TokenClient tokenClient;

	private final TokenDecoder decoder;

	private final ChangeLog changeLog;

	DemoController(DemoAddress address, TokenClient tokenClient, TokenDecoder decoder, ChangeLog changeLog) {
		this.address = address;
		this.tokenClient = tokenClient;
		this.decoder = decoder;
		this.changeLog = changeLog;
	}

	@GetMapping("/demo/sign-in")
	String signIn(HttpServletRequest request) {
		if (!this.address.host().equals(request.getServerName())) {
			// The answer goes to the registered host, so the session has to be there.
			return "redirect:" + this.address.url("/demo/sign-in");
		}
		SignInAttempt attempt = SignInAttempt.start();
		DemoSession.of(request.getSession()).start(attempt);
		return "redirect:" + UriComponentsBuilder.fromUriString(this.address.url("/oauth2/authorize"))
			.queryParam("response_type", "code")
			.queryParam("client_id", DemoAccounts.WEB_CLIENT)
			.queryParam("redirect_uri", this.address.url(CALLBACK))
			.queryParam("scope", "openid profile email")
			.queryParam("state", attempt.state())
			.queryParam("code_challenge", attempt.codeChallenge())
			.queryParam("code_challenge_method", "S256")
			.encode()
			.toUriString();
	}

	@GetMapping(CALLBACK)
	String callback(HttpSession session, @RequestParam(required = false) @Nullable String code,
			@RequestParam(required = false) @Nullable String state,
			@RequestParam(required = false) @Nullable String error,
			@RequestParam(name = "error_description", required = false) @Nullable String description)
			throws OAuthErrorException {
		SignInAttempt attempt = DemoSession.of(session).endAttempt();
		if (attempt == null || state == null || !same(attempt.state(), state)) {
			throw new OAuthErrorException("invalid_state",
					"This answer belongs to no sign-in that was started in this browser, or to one that has ended.");
		}
		if (error != null) {
			throw new OAuthErrorException(error, description);
		}
		if (code == null) {
			throw new OAuthErrorException("invalid_request", "The answer has neither a code nor an error.");
		}
		keep(session, this.tokenClient.redeem(code, attempt, this.address.url(CALLBACK)));
		return "redirect:/demo";
	}

	@GetMapping("/demo")
	String tokens(HttpSession session, Model model) {
		Tokens tokens = DemoSession.of(session).tokens();
		if (tokens == null) {
			return "redirect:/";
		}
		Optional<TokenChanges> changes = DemoSession.of(session).changes();
		changes.map(TokenChanges::runId).ifPresent(DemoSession.of(session)::showed);
		model.addAttribute("changes", changes.orElse(null));
		model.addAttribute("accessToken", this.decoder.view(tokens.accessToken(), of(changes, TokenType.ACCESS_TOKEN)));
		model.addAttribute("idToken", this.decoder.view(tokens.idToken(), of(changes, TokenType.ID_TOKEN)));
		model.addAttribute("refreshable", tokens.refreshToken() != null);
		return "tokens";
	}

	@PostMapping("/demo/refresh")
	String refresh(HttpSession session, RedirectAttributes attributes) throws OAuthErrorException {
		// A refresh token works once, so the second of two clicks waits for its
		// successor.
		synchronized (WebUtils.getSessionMutex(session)) {
			Tokens tokens = DemoSession.of(session).tokens();
			if (tokens == null || tokens.refreshToken() == null) {
				return "redirect:/";
			}
			try {
				keep(session, this.tokenClient.refresh(tokens.refreshToken()));
			}
			catch (OAuthErrorException ex) {
				DemoSession.of(session).dropTokens();
				throw ex;
			}
		}
		attributes.addFlashAttribute("refreshed", true);
		return "redirect:/demo";
	}

	/**
	 * Keeps tokens with what a workflow did to them. Another node may show them, and
	 * knows nothing of the run.
	 */
	private void keep(HttpSession session, Tokens tokens) {
		DemoSession.of(session).keep(tokens, changes(tokens.accessToken()));
	}

	private Optional<TokenChanges> changes(String accessToken) {
		return this.changeLog.find(String.valueOf(this.decoder.claims(accessToken).get("jti")));
	}

	/** A machine has no browser: the page asks in its name. */
	@PostMapping("/demo/machine")
	String machine(HttpSession session, Model model) throws OAuthErrorException {
		String token = this.tokenClient.machine("read:users");
		Optional<TokenChanges> changes = changes(token);
		changes.map(TokenChanges::runId).ifPresent(DemoSession.of(session)::showed);
		model.addAttribute("changes", changes.orElse(null));
		model.addAttribute("token", this.decoder.view(token, of(changes, TokenType.M2M_TOKEN)));
		return "machine";
	}

	@ExceptionHandler
	String refused(OAuthErrorException ex, Model model, HttpServletResponse response) {
		response.setStatus(HttpStatus.BAD_REQUEST.value());
		model.addAttribute("denied", ex.error().equals("access_denied"));
		model.addAttribute("error", ex.error());
		model.addAttribute("description", ex.description());
		return "refused";
	}

	private static Map<String, Change> of(Optional<TokenChanges> changes, TokenType token) {
		return changes.map((known) -> known.of(token)).orElse(Map.of());
	}

	private static boolean same(String one, String other) {
		return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
	}

}
