package io.claimflow.spring.console.overview;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import io.claimflow.Problem;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.ConsoleSection;
import io.claimflow.spring.console.page.PageFrame;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.ProjectDeployer;
import io.claimflow.spring.deployment.store.DeploymentState;
import io.claimflow.spring.deployment.store.DeploymentStatus;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.LiveChange;
import io.claimflow.spring.deployment.store.StoredDeployment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The page of what is live, and of how it does. Each part of it that needs the database
 * is left out while that is away: what this node runs is known without it.
 */
public final class OverviewPage {

	private static final Logger logger = LoggerFactory.getLogger(OverviewPage.class);

	private static final Duration HOUR = Duration.ofHours(1);

	private static final int SEARCHED = 100;

	private final ConsolePages pages;

	private final Deployments deployments;

	private final @Nullable DeploymentStore store;

	private final @Nullable DeploymentStatus status;

	private final @Nullable ProjectDeployer deployer;

	private final RunFigures figures;

	private final InstantSource clock;

	/**
	 * Creates the page.
	 * @param store the deployments in the database, if they are there
	 * @param status what this node knows of the others, if there is such a store
	 * @param deployer what deploys the project of this server, if it has one
	 * @param figures the figures of runs
	 */
	public OverviewPage(ConsolePages pages, Deployments deployments, @Nullable DeploymentStore store,
			@Nullable DeploymentStatus status, @Nullable ProjectDeployer deployer, RunFigures figures,
			InstantSource clock) {
		this.pages = pages;
		this.deployments = deployments;
		this.store = store;
		this.status = status;
		this.deployer = deployer;
		this.figures = figures;
		this.clock = clock;
	}

	/** The section of the page. */
	public ConsoleSection section() {
		return new ConsoleSection("overview", ConsoleSection.ROOT,
				RouterFunctions.route()
					.GET(ConsoleSection.ROOT, this::show)
					.GET(ConsoleSection.ROOT + "/", this::show)
					.build());
	}

	/**
	 * Makes the page for nobody, so that the first one who looks at it need not wait for
	 * what only the first page takes: templates are read, and the runs of an hour
	 * counted.
	 * @param frame what is around the page
	 */
	public void prepare(PageFrame frame) {
		this.pages.prepare("overview", frame, model());
	}

	private ServerResponse show(ServerRequest request) {
		return this.pages.page(request, "overview", model());
	}

	private Map<String, @Nullable Object> model() {
		Map<String, @Nullable Object> model = new HashMap<>();
		Set<String> away = new HashSet<>();
		model.put("live", live(away));
		model.put("refused", refused(away));
		model.put("rows", rows(away));
		model.put("idle", idle());
		model.put("nodes", (this.status != null) ? this.status.nodes() : List.of());
		model.put("revision",
				(this.status != null) ? this.status.reached().map((live) -> live.revision()).orElse(0L) : 0L);
		model.put("hasStore", this.store != null);
		model.put("source", this.figures.source());
		model.put("away", !away.isEmpty());
		return model;
	}

	private @Nullable Live live(Set<String> away) {
		Deployment deployment = this.deployments.live().orElse(null);
		if (deployment == null) {
			return null;
		}
		DeploymentStore store = this.store;
		if (store == null) {
			return new Live(deployment.number(), deployment.since(), Optional.empty(), "", Optional.empty());
		}
		return ask(away, new Live(deployment.number(), deployment.since(), Optional.empty(), "", Optional.empty()),
				() -> {
					LiveChange change = store.history(SEARCHED, OptionalLong.empty())
						.stream()
						.filter((one) -> one.kind() == LiveChange.Kind.DEPLOYED
								|| one.kind() == LiveChange.Kind.ROLLED_BACK)
						.findFirst()
						.orElse(null);
					Optional<StoredDeployment> stored = store.find(deployment.number());
					return (change == null || change.deployment().orElse(0) != deployment.number())
							? new Live(deployment.number(), deployment.since(), Optional.empty(), "", stored)
							: new Live(deployment.number(), change.at(), Optional.of(change.by()), change.reason(),
									stored);
				});
	}

	/** What was refused last. */
	private @Nullable Refused refused(Set<String> away) {
		DeploymentStore store = this.store;
		if (store != null) {
			return ask(away, null,
					() -> store.list(SEARCHED, OptionalLong.empty())
						.stream()
						.filter((deployment) -> deployment.state() == DeploymentState.REFUSED)
						.findFirst()
						.map((deployment) -> new Refused(OptionalLong.of(deployment.number()), deployment.pushedAt(),
								deployment.problems()))
						.orElse(null));
		}
		ProjectDeployer deployer = this.deployer;
		return (deployer == null) ? null
				: deployer.refused()
					.map((project) -> new Refused(OptionalLong.empty(), project.time(), project.problems()))
					.orElse(null);
	}

	private List<Row> rows(Set<String> away) {
		Deployment live = this.deployments.live().orElse(null);
		if (live == null) {
			return List.of();
		}
		long slot = LoggedFigures.SLOT.toSeconds();
		Instant from = Instant.ofEpochSecond((this.clock.instant().minus(HOUR).getEpochSecond() / slot + 1) * slot);
		List<Workflow> workflows = live.project().workflows().stream().map(DeployedWorkflow::workflow).toList();
		List<RunFigure> figures = ask(away, List.of(), () -> this.figures.since(from, workflows));
		List<Row> rows = new ArrayList<>();
		for (DeployedWorkflow deployed : live.project().workflows()) {
			Workflow workflow = deployed.workflow();
			RunFigure mine = figures.stream().filter((one) -> one.isOf(workflow)).findFirst().orElse(null);
			rows.add(new Row(workflow, !live.deactivated().contains(workflow.id()), deployed.suspended(), mine,
					RunChart.of((mine != null) ? mine.slots() : List.of(), from)));
		}
		return rows;
	}

	private List<Trigger> idle() {
		Set<Trigger> busy = new HashSet<>();
		this.deployments.live().ifPresent((live) -> live.workflows().forEach((one) -> busy.add(one.trigger())));
		return Trigger.builtIn().stream().filter((trigger) -> !busy.contains(trigger)).toList();
	}

	private static <T extends @Nullable Object> T ask(Set<String> away, T otherwise, Question<T> question) {
		try {
			return question.answer();
		}
		catch (RuntimeException ex) {
			away.add("database");
			logger.warn("A part of the console's overview could not be read", ex);
			return otherwise;
		}
	}

	@FunctionalInterface
	private interface Question<T extends @Nullable Object> {

		T answer();

	}

	/**
	 * What is live.
	 *
	 * @param number the number of the deployment
	 * @param since since when
	 * @param by who made it live, if that is known
	 * @param reason why; may be empty
	 * @param stored what the store has of it, if there is one
	 */
	record Live(long number, Instant since, Optional<String> by, String reason, Optional<StoredDeployment> stored) {

	}

	/**
	 * What was refused last.
	 *
	 * @param number the number of the deployment, if it has one
	 * @param at when
	 * @param problems why
	 */
	record Refused(OptionalLong number, Instant at, List<Problem> problems) {

	}

	/**
	 * A workflow that is live.
	 *
	 * @param workflow the workflow
	 * @param active whether it is not deactivated
	 * @param suspended the time left if it is suspended on this node
	 * @param counts its runs of the last hour, or null if there are none
	 * @param chart the same, drawn
	 */
	record Row(Workflow workflow, boolean active, Optional<Duration> suspended, @Nullable RunFigure counts,
			RunChart chart) {

	}

}
