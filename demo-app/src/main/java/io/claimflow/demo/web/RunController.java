package io.claimflow.demo.web;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.claimflow.spring.runlog.RunRecord;
import io.claimflow.spring.runlog.RunStore;
import jakarta.servlet.http.HttpSession;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/**
 * The page that says what a run did to a token, and why. A browser sees the runs of the
 * tokens that it was shown, and no others.
 */
@Controller
class RunController {

	private final ObjectProvider<RunStore> runs;

	private final Environment environment;

	RunController(ObjectProvider<RunStore> runs, Environment environment) {
		this.runs = runs;
		this.environment = environment;
	}

	@GetMapping("/demo/runs/{id}")
	String run(@PathVariable String id, HttpSession session, Model model) {
		RunStore store = this.runs.getIfAvailable();
		if (store == null || !DemoSession.of(session).runs().contains(id)) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		Optional<RunRecord> run = store.find(id);
		model.addAttribute("id", id);
		model.addAttribute("run", run.orElse(null));
		model.addAttribute("console", mayUseConsole());
		return "run";
	}

	/** Whether there is a console, and who is signed in may see it. */
	private boolean mayUseConsole() {
		Authentication user = SecurityContextHolder.getContext().getAuthentication();
		return user != null && this.environment.getProperty("claimflow.console.enabled", Boolean.class, false)
				&& Stream.of("claimflow.console.view-authority", "claimflow.console.change-authority")
					.map(this.environment::getProperty)
					.filter(Objects::nonNull)
					.anyMatch((authority) -> user.getAuthorities()
						.stream()
						.map(GrantedAuthority::getAuthority)
						.anyMatch(authority::equals));
	}

}
