package io.claimflow.demo.web;

import java.util.Optional;

import io.claimflow.spring.runlog.RunRecord;
import io.claimflow.spring.runlog.RunStore;
import jakarta.servlet.http.HttpSession;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
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

	RunController(ObjectProvider<RunStore> runs) {
		this.runs = runs;
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
		return "run";
	}

}
