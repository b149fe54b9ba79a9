package io.claimflow.demo.web;

import io.claimflow.demo.change.Decisions;
import io.claimflow.spring.deployment.ProjectDeployer;
import io.claimflow.spring.deployment.RefusedProject;
import io.claimflow.spring.runlog.RunStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * What every page says: who is signed in, which workflow has refused what was asked for,
 * and whether the project as it was saved last is not the one that runs. Pages ask for it
 * themselves, as pages of errors have no controller.
 */
@Component("everyPage")
public class EveryPage {

	private final Decisions decisions;

	private final ObjectProvider<ProjectDeployer> deployer;

	private final ObjectProvider<RunStore> runs;

	/** There is neither of the latter with {@code claimflow.enabled=false}. */
	EveryPage(Decisions decisions, ObjectProvider<ProjectDeployer> deployer, ObjectProvider<RunStore> runs) {
		this.decisions = decisions;
		this.deployer = deployer;
		this.runs = runs;
	}

	/** Whether there is a log of the runs that are behind tokens. */
	public boolean hasRunLog() {
		return this.runs.stream().findFirst().isPresent();
	}

	/** The name of who is signed in, or null if nobody is. */
	public @Nullable String user() {
		Authentication user = SecurityContextHolder.getContext().getAuthentication();
		return (user == null || user instanceof AnonymousAuthenticationToken) ? null : user.getName();
	}

	/** The workflow that has refused what was asked for, or null if none has; once. */
	public Decisions.@Nullable Decision decision() {
		return this.decisions.take();
	}

	/** The project as it was saved last if it was refused, and else null. */
	public @Nullable RefusedProject refusedProject() {
		return this.deployer.stream().findFirst().flatMap(ProjectDeployer::refused).orElse(null);
	}

}
