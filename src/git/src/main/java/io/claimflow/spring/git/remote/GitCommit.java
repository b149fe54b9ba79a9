package io.claimflow.spring.git.remote;

import java.time.Instant;
import java.util.List;

import io.claimflow.project.Project;

/**
 * A commit, with the project in it.
 *
 * @param id its name, in 40 hexadecimal digits
 * @param author who wrote it, with the address
 * @param message the first paragraph of its message
 * @param committedAt when it was made, as its committer says
 * @param parents the names of the commits before it
 * @param signature whether it is signed by whom it should be
 * @param project the project
 */
public record GitCommit(String id, String author, String message, Instant committedAt, List<String> parents,
		Signature signature, Project project) {

	public GitCommit {
		parents = List.copyOf(parents);
	}

}
