package io.claimflow.spring.console.deployment;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.claimflow.spring.console.content.StoredContents;
import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.ConsoleSection;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.deployment.store.DeploymentState;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.LiveChange;
import io.claimflow.spring.deployment.store.LiveState;
import io.claimflow.spring.deployment.store.StoredDeployment;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The pages of what is stored, and of what was changed.
 */
public final class DeploymentPages {

	/** The path of the list, and below which the others are. */
	static final String PATH = ConsoleSection.ROOT + "/deployments";

	static final int LISTED = 25;

	private final ConsolePages pages;

	private final DeploymentStore store;

	private final StoredContents contents;

	private final LiveChanges changes;

	private final PreviewPages previews;

	/** Creates the pages. */
	public DeploymentPages(ConsolePages pages, DeploymentStore store, StoredContents contents, InstantSource clock) {
		this.pages = pages;
		this.store = store;
		this.contents = contents;
		this.changes = new LiveChanges(pages, store);
		this.previews = new PreviewPages(pages, store, clock);
	}

	/** The section of the pages. */
	public ConsoleSection section() {
		return new ConsoleSection("deployments", PATH,
				RouterFunctions.route()
					.GET(PATH, this::list)
					.GET(PATH + "/history", this::history)
					.GET(PreviewPages.PATH, this.previews::list)
					.GET(PATH + "/{number}", this::one)
					.add(this.changes.routes())
					.POST(PreviewPages.PATH + "/{number}/revoke", this.previews::revoke)
					.POST(PATH + "/{number}/preview", this.previews::make)
					.build());
	}

	private ServerResponse list(ServerRequest request) {
		List<StoredDeployment> all = this.store.list(LISTED + 1, below(request));
		List<StoredDeployment> page = all.subList(0, Math.min(LISTED, all.size()));
		Map<String, @Nullable Object> model = new HashMap<>();
		model.put("deployments", page);
		model.put("next", (all.size() > LISTED) ? page.get(page.size() - 1).number() : null);
		model.put("live", this.store.live());
		return this.pages.page(request, "deployments", model);
	}

	private ServerResponse history(ServerRequest request) {
		List<LiveChange> all = this.store.history(LISTED + 1, below(request));
		List<LiveChange> page = all.subList(0, Math.min(LISTED, all.size()));
		Map<String, @Nullable Object> model = new HashMap<>();
		model.put("changes", page);
		model.put("next", (all.size() > LISTED) ? page.get(page.size() - 1).revision() : null);
		return this.pages.page(request, "history", model);
	}

	private ServerResponse one(ServerRequest request) {
		StoredDeployment deployment = this.store.find(number(request.pathVariable("number")))
			.orElseThrow(() -> new PageException(404, "no-deployment"));
		LiveState live = this.store.live();
		boolean isLive = deployment.state() == DeploymentState.LIVE;
		Map<String, @Nullable Object> model = new HashMap<>();
		model.put("deployment", deployment);
		model.put("live", live);
		model.put("isLive", isLive);
		model.put("runs", isLive || deployment.state() == DeploymentState.STORED);
		model.put("comparison", (deployment.state() == DeploymentState.STORED)
				? Comparison.between(this.contents.live(), this.contents.of(deployment)) : null);
		return this.pages.page(request, "deployment", model);
	}

	static OptionalLong below(ServerRequest request) {
		return request.param("below").map((text) -> OptionalLong.of(number(text))).orElse(OptionalLong.empty());
	}

	static long number(String text) {
		if (!text.matches("\\d{1,18}")) {
			throw new PageException(404, "no-deployment");
		}
		return Long.parseLong(text);
	}

}
