package io.claimflow.demo.web;

import java.security.Principal;
import java.util.Objects;
import java.util.Optional;

import io.claimflow.demo.plan.Plan;
import io.claimflow.demo.plan.PlanRefusal;
import io.claimflow.demo.plan.Plans;
import io.claimflow.spring.support.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The page where somebody chooses a plan.
 */
@Controller
class PlanController {

	private final Plans plans;

	PlanController(Plans plans) {
		this.plans = plans;
	}

	@GetMapping("/account/plan")
	String plan(Principal user, Model model) {
		return form(user, this.plans.of(user.getName()), null, model);
	}

	@PostMapping("/account/plan")
	String plan(Principal user, @RequestParam("plan") String code, HttpServletRequest request,
			HttpServletResponse response, Model model, RedirectAttributes attributes) {
		Plan plan = Plan.of(code).orElse(Plan.FREE);
		Optional<PlanRefusal> refusal = this.plans.change(user.getName(), plan,
				Objects.requireNonNullElse(ClientAddress.of(request.getRemoteAddr()), ""),
				Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), ""));
		if (refusal.isPresent()) {
			response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
			return form(user, plan, refusal.get(), model);
		}
		attributes.addFlashAttribute("done", "You have the plan " + plan.displayName() + " now.");
		return "redirect:/account";
	}

	private String form(Principal user, Plan selected, @Nullable PlanRefusal refusal, Model model) {
		model.addAttribute("plans", Plan.values());
		model.addAttribute("current", this.plans.of(user.getName()));
		model.addAttribute("selected", selected);
		model.addAttribute("refusal", refusal);
		return "plan";
	}

}
