package io.claimflow.spring.deployment;

import java.time.Instant;
import java.util.List;

import io.claimflow.Problem;

/**
 * A changed project that was refused, while another one stayed live.
 *
 * @param time when it was refused
 * @param problems why, at least one
 */
public record RefusedProject(Instant time, List<Problem> problems) {

	public RefusedProject {
		problems = List.copyOf(problems);
	}

}
