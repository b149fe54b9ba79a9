package io.claimflow.spring.console.runs;

import java.util.Map;
import java.util.Optional;

import io.claimflow.spring.console.content.FailedLines;
import io.claimflow.spring.console.content.SourceFile;
import io.claimflow.spring.console.content.StoredContents;
import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.store.DeploymentStoreException;
import io.claimflow.spring.runlog.RunStore;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The page of a source file as a deployment has it, each line of which has an address.
 */
final class SourcePages {

	static final String PATH = RunsPages.PATH + "/source";

	private final ConsolePages pages;

	private final Deployments deployments;

	private final @Nullable StoredContents contents;

	private final @Nullable RunStore runs;

	/**
	 * Creates the page.
	 * @param contents what is in the deployments of the database, or null if there are
	 * none
	 * @param runs the run log, or null if there is none
	 */
	SourcePages(ConsolePages pages, Deployments deployments, @Nullable StoredContents contents,
			@Nullable RunStore runs) {
		this.pages = pages;
		this.deployments = deployments;
		this.contents = contents;
		this.runs = runs;
	}

	ServerResponse show(ServerRequest request) {
		String file = request.param("file").orElse("");
		try {
			Deployment live = this.deployments.live().orElseThrow(() -> new PageException(404, "no-deployment"));
			long number = StoredCode.number(request, "deployment").orElse(live.number());
			String source = Optional.ofNullable(sources(number, live).get(file))
				.orElseThrow(() -> new PageException(404, "no-file"));
			RunStore runs = this.runs;
			Map<Integer, Integer> failures = (runs != null)
					? FailedLines.of(runs, Optional.empty(), number).getOrDefault(file, Map.of()) : Map.of();
			return this.pages.page(request, "source", Map.of("file", SourceFile.of(file, source, failures),
					"deployment", number, "hasStore", this.contents != null));
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
