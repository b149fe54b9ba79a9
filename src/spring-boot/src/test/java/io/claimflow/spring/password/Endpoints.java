package io.claimflow.spring.password;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.UserDetailsManager;
import org.springframework.security.web.WebAttributes;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * What workflows and tests ask of the application.
 */
@RestController
final class Endpoints {

	private final UserDetailsManager users;

	private final List<Map<String, Object>> received = new ArrayList<>();

	Endpoints(UserDetailsManager users) {
		this.users = users;
	}

	@GetMapping("/me")
	String me() {
		return "me";
	}

	/** Keeps what a workflow sends. */
	@PostMapping("/open/received")
	synchronized void receive(@RequestBody String json) {
		this.received.add(JsonMapper.shared().readValue(json, new TypeReference<Map<String, Object>>() {
		}));
	}

	/** Creates a user from what a workflow sends. */
	@PostMapping("/open/users")
	void create(@RequestBody String json) {
		Map<String, String> user = JsonMapper.shared().readValue(json, new TypeReference<Map<String, String>>() {
		});
		this.users.createUser(User.withUsername(user.get("email")).password(user.get("hash")).roles("USER").build());
	}

	/** The class and the message of the last exception of this browser's logins. */
	@GetMapping("/open/exception")
	String exception(HttpServletRequest request) {
		Exception exception = (Exception) request.getSession().getAttribute(WebAttributes.AUTHENTICATION_EXCEPTION);
		String fields = (exception instanceof InvalidFormFieldsException invalid) ? " " + invalid.getFieldErrors() : "";
		return (exception == null) ? "none"
				: exception.getClass().getSimpleName() + ": " + exception.getMessage() + fields;
	}

	/** What workflows sent since the last time. */
	synchronized List<Map<String, Object>> take() {
		List<Map<String, Object>> taken = List.copyOf(this.received);
		this.received.clear();
		return taken;
	}

}
