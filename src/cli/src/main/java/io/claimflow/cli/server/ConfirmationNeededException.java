package io.claimflow.cli.server;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

import io.claimflow.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Thrown if a change does what somebody has to want. */
final class ConfirmationNeededException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient JsonNode problem;

	/**
	 * Creates the exception.
	 * @param problem what the server says
	 */
	ConfirmationNeededException(String detail, JsonNode problem) {
		super(detail);
		this.problem = problem;
	}

	/** The number of the deployment that is stored and not live, if this was a push. */
	OptionalLong number() {
		return this.problem.has("number") ? OptionalLong.of(this.problem.path("number").asLong())
				: OptionalLong.empty();
	}

	/** What the change would do, one sentence each. */
	List<String> consequences() {
		return StreamSupport.stream(this.problem.path("consequences").spliterator(), false)
			.map((consequence) -> Terminal.oneLine(consequence.path("description").asString("")))
			.toList();
	}

	/** The same as JSON types. */
	Object json() {
		return JsonMapper.shared().treeToValue(this.problem.path("consequences"), Object.class);
	}

}
