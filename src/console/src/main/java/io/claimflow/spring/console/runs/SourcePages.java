package io.claimflow.spring.console.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.spring.console.content.StoredContents;
import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.store.DeploymentStoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The page of a source file as a deployment has it, each line of which has an address.
 */
final class SourcePages {

	static final String PATH = RunsPages.PATH + "/source";

	/** What is longer is cut. */
	private static final int LINES = 5000;

	private final ConsolePages pages;

	private final Deployments deployments;

	private final @Nullable StoredContents contents;

	/**
	 * Creates the page.
	 * @param contents what is in the deployments of the database, or null if there are
	 * none
	 */
	SourcePages(ConsolePages pages, Deployments deployments, @Nullable StoredContents contents) {
		this.pages = pages;
		this.deployments = deployments;
		this.contents = contents;
	}

	ServerResponse show(ServerRequest request) {
		String file = request.param("file").orElse("");
		try {
			Deployment live = this.deployments.live().orElseThrow(() -> new PageException(404, "no-deployment"));
			long number = StoredCode.number(request, "deployment").orElse(live.number());
			String source = Optional.ofNullable(sources(number, live).get(file))
				.orElseThrow(() -> new PageException(404, "no-file"));
			String[] all = source.split("\r\n|\r|\n", -1);
			List<String> lines = new ArrayList<>(List.of(all));
			boolean cut = lines.size() > LINES;
			return this.pages.page(request, "source", Map.of("file", file, "deployment", number, "lines",
					cut ? lines.subList(0, LINES) : lines, "cut", cut));
		}
		catch (DataAccessException | DeploymentStoreException ex) {
			throw new PageException(503, "away");
		}
	}

	private Map<String, String> sources(long number, Deployment live) {
		if (number == live.number()) {
			return live.project().artifact().sources();
		}
		return Optional.ofNullable(this.contents)
			.flatMap((contents) -> contents.find(number))
			.orElseThrow(() -> new PageException(404, "no-deployment"))
			.sources();
	}

}
