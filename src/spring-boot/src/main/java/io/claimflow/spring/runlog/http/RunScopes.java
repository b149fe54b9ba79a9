package io.claimflow.spring.runlog.http;

import java.util.List;

/**
 * The scopes of access tokens for the HTTP interface of the run log.
 */
final class RunScopes {

	/** To look at runs, without the values of claims. */
	static final String RUNS = "claimflow:runs";

	/** To look at values of claims, and to export and remove what there is of a user. */
	static final String VALUES = "claimflow:values";

	static final List<String> ALL = List.of(RUNS, VALUES);

	private RunScopes() {
	}

}
