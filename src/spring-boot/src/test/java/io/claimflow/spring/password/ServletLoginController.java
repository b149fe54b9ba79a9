package io.claimflow.spring.password;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Signs users in with what the servlet specification has for that.
 */
@RestController
final class ServletLoginController {

	@PostMapping("/open/login")
	ResponseEntity<String> login(HttpServletRequest request) {
		try {
			request.login(request.getParameter("username"), request.getParameter("password"));
			return ResponseEntity.ok(request.getRemoteUser());
		}
		catch (ServletException ex) {
			return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
		}
	}

}
