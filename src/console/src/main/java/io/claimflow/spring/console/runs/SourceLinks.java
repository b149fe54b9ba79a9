package io.claimflow.spring.console.runs;

import io.claimflow.SourceLocation;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * Leads to places in the sources of a deployment.
 */
@FunctionalInterface
interface SourceLinks {

	/** The path of the page that shows a place, or null if there is none. */
	@Nullable String to(SourceLocation location);

	/**
	 * Leads to the sources of a deployment.
	 * @param deployment its number, or 0 if that is not known
	 */
	static SourceLinks of(long deployment) {
		return (location) -> (deployment == 0) ? null
				: UriComponentsBuilder.fromPath(SourcePages.PATH)
					.queryParam("deployment", deployment)
					.queryParam("file", "{file}")
					.fragment("L" + location.line())
					.encode()
					.buildAndExpand(location.file())
					.toUriString();
	}

}
