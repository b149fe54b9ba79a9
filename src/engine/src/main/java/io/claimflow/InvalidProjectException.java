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

	private final transient List<Problem> warnings;

	/**
	 * Creates the exception.
	 * @param problems the problems, at least one
	 */
	public InvalidProjectException(List<Problem> problems) {
		this(problems, List.of());
	}

	/**
	 * Creates the exception.
	 * @param problems the problems, at least one
	 * @param warnings what is worth a look beside
	 */
	public InvalidProjectException(List<Problem> problems, List<Problem> warnings) {
		super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
		this.problems = List.copyOf(problems);
		this.warnings = List.copyOf(warnings);
	}

	/** The problems, in the order of the project's files. */
	public List<Problem> problems() {
		return this.problems;
	}

	/**
	 * The warnings that were found before the project was rejected. None of them is one
	 * of the problems.
	 */
	public List<Problem> warnings() {
		return this.warnings;
	}

}
