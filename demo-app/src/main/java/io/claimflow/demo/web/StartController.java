package io.claimflow.demo.web;

import io.claimflow.demo.DemoAccounts;
import io.claimflow.demo.DemoAddress;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
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

	StartController(DemoAddress address, @Value("${claimflow.project}") String project) {
		this.address = address;
		this.project = project;
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
		addAccounts(model);
		return "start";
	}

	@GetMapping("/login")
	String login(Model model, @RequestParam(required = false) @Nullable String error) {
		model.addAttribute("wrong", error != null);
		addAccounts(model);
		return "login";
	}

	private static void addAccounts(Model model) {
		model.addAttribute("username", DemoAccounts.USERNAME);
		model.addAttribute("password", DemoAccounts.PASSWORD);
		model.addAttribute("machineClient", DemoAccounts.MACHINE_CLIENT);
		model.addAttribute("machineSecret", DemoAccounts.MACHINE_SECRET);
	}

}
