package io.claimflow.spring.git;

import java.util.LinkedHashMap;
import java.util.Map;

import io.claimflow.spring.git.GitStatus.Report;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Always up: what is live stays live while the repository cannot be read, and no server
 * should be taken away for it.
 */
final class GitHealthIndicator extends AbstractHealthIndicator {

	private final GitStatus status;

	GitHealthIndicator(GitStatus status) {
		super("The status of the repository could not be read");
		this.status = status;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Report report = this.status.report();
		Map<String, @Nullable Object> details = new LinkedHashMap<>();
		details.put("branch", report.branch());
		details.put("pulledAt", report.pulledAt());
		details.put("commit", report.commit());
		details.put("deployment", report.deployment());
		details.put("outcome", report.outcome());
		details.put("note", report.note());
		details.put("problem", report.problem());
		builder.up();
		details.forEach((name, value) -> {
			if (value != null) {
				builder.withDetail(name, value);
			}
		});
	}

}
