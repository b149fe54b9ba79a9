package io.claimflow.cli.server;

import io.claimflow.cli.terminal.Failure;

/** An interface of a server's that commands make calls of. */
enum ServerInterface {

	/** What is deployed, and what is live. */
	DEPLOYMENTS("deployments", "claimflow.deployments.http", "claimflow:read claimflow:deploy", "deployments") {
		@Override
		Failure refused(String detail) {
			return Failure.ofServer(detail,
					"Server and tool may be of versions that do not fit: see claimflow --version.");
		}
	},

	/** What became of runs, without the values of claims. */
	RUNS("the run log", "claimflow.runs.http", "claimflow:runs", "runs"),

	/** The same with the values of claims. */
	RUNS_WITH_VALUES("the run log", "claimflow.runs.http", "claimflow:runs claimflow:values", "runs");

	private final String about;

	private final String property;

	private final String scopes;

	private final String list;

	ServerInterface(String about, String property, String scopes, String list) {
		this.about = about;
		this.property = property;
		this.scopes = scopes;
		this.list = list;
	}

	/** What it is about. */
	String about() {
		return this.about;
	}

	/** What the names of its properties begin with. */
	String property() {
		return this.property;
	}

	/** The scopes that its calls need. */
	String scopes() {
		return this.scopes;
	}

	/** The command that lists what it has. */
	String list() {
		return this.list;
	}

	/** The failure of a call with parameters that the server does not take. */
	Failure refused(String detail) {
		return Failure.ofUsage(detail, "See claimflow " + this.list + " --help.");
	}

}
