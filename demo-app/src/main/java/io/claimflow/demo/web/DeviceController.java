package io.claimflow.demo.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The pages where a user connects a device that has no browser (RFC 8628, section 3.3).
 */
@Controller
class DeviceController {

	@GetMapping("/activate")
	String activate(Model model, @RequestParam(name = "user_code", required = false) @Nullable String userCode,
			@RequestParam(required = false) @Nullable String error,
			@RequestParam(required = false) @Nullable String done,
			@RequestParam(required = false) @Nullable String denied) {
		model.addAttribute("userCode", userCode);
		model.addAttribute("wrong", error != null);
		model.addAttribute("done", done != null);
		model.addAttribute("denied", denied != null);
		return "activate";
	}

	@GetMapping("/activate/confirm")
	String confirm(Model model, @RequestParam("user_code") String userCode, @RequestParam("client_id") String clientId,
			@RequestParam String state, @RequestParam String scope) {
		model.addAttribute("userCode", userCode);
		model.addAttribute("clientId", clientId);
		model.addAttribute("state", state);
		model.addAttribute("scopes", scope.isBlank() ? List.of() : List.of(scope.split(" ")));
		return "confirm";
	}

}
