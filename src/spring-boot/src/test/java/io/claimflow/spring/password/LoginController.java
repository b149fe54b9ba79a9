package io.claimflow.spring.password;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Signs users in with a manager that it calls itself.
 */
@RestController
final class LoginController {

	private final AuthenticationManager manager;

	LoginController(AuthenticationManager manager) {
		this.manager = manager;
	}

	@PostMapping("/open/login")
	ResponseEntity<String> login(@RequestParam String username, @RequestParam String password) {
		try {
			return ResponseEntity
				.ok(this.manager.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(username, password))
					.getName());
		}
		catch (AuthenticationException ex) {
			return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
		}
	}

}
