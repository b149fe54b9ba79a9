package io.claimflow;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if a project cannot be deployed. It holds every problem of the project, not the
 * first one alone; whatever was live before stays live.
 */
public final class InvalidProjectException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient List<Problem> problems;

	/**
	 * Creates the exception.
	 * @param problems the problems, at least one
	 */
	public InvalidProjectException(List<Problem> problems) {
		super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
		this.problems = List.copyOf(problems);
	}

	/** The problems, in the order of the project's files. */
	public List<Problem> problems() {
		return this.problems;
	}

}
