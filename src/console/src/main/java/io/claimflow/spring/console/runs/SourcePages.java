package io.claimflow.spring.console.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.LostDeploymentException;
import io.claimflow.spring.deployment.store.DeploymentStoreException;

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

	private final StoredCode code;

	SourcePages(ConsolePages pages, StoredCode code) {
		this.pages = pages;
		this.code = code;
	}

	ServerResponse show(ServerRequest request) {
		String file = request.param("file").orElse("");
		try {
			Deployment deployment = StoredCode.number(request, "deployment")
				.map(this.code::find)
				.or(this.code::live)
				.orElseThrow(() -> new PageException(404, "no-deployment"));
			String source = Optional.ofNullable(deployment.project().artifact().sources().get(file))
				.orElseThrow(() -> new PageException(404, "no-file"));
			String[] all = source.split("\r\n|\r|\n", -1);
			List<String> lines = new ArrayList<>(List.of(all));
			boolean cut = lines.size() > LINES;
			return this.pages.page(request, "source", Map.of("file", file, "deployment", deployment.number(), "lines",
					cut ? lines.subList(0, LINES) : lines, "cut", cut));
		}
		catch (LostDeploymentException ex) {
			throw new PageException(409, "lost-deployment");
		}
		catch (DataAccessException | DeploymentStoreException ex) {
			throw new PageException(503, "away");
		}
	}

}
