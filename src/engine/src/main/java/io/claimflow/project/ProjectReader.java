package io.claimflow.project;

import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;

/**
 * Reads a project from a directory or from the classpath.
 */
public final class ProjectReader {

	private final Limits limits;

	private final ClassLoader classLoader;

	public ProjectReader(Limits limits, ClassLoader classLoader) {
		this.limits = limits;
		this.classLoader = classLoader;
	}

	/**
	 * Reads a project.
	 * @param location a {@code file:} or {@code classpath:} location, or the path of a
	 * directory
	 * @throws InvalidProjectException with every problem that was found
	 */
	public Project read(String location) throws InvalidProjectException {
		throw new UnsupportedOperationException(location + this.limits + this.classLoader);
	}

}
