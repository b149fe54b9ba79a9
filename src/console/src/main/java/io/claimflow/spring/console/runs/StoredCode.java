package io.claimflow.spring.console.runs;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.store.DeploymentState;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.StoredDeployment;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.ServerRequest;

/**
 * Deployments that can be looked into: what is live, and what the store has.
 */
final class StoredCode {

	private final Deployments deployments;

	private final @Nullable DeploymentStore store;

	StoredCode(Deployments deployments, @Nullable DeploymentStore store) {
		this.deployments = deployments;
		this.store = store;
	}

	/** What is live, or empty before the first. */
	Optional<Deployment> live() {
		return this.deployments.live();
	}

	/** Those of the store that were not refused, newest first. */
	List<StoredDeployment> list() {
		return (this.store != null) ? this.store.list(DeploymentStore.LISTED, OptionalLong.empty())
			.stream()
			.filter((deployment) -> deployment.state() != DeploymentState.REFUSED)
			.toList() : List.of();
	}

	/**
	 * The number that a parameter has, or empty if it has none.
	 * @throws PageException if it is no number
	 */
	static Optional<Long> number(ServerRequest request, String name) {
		String text = request.param(name).orElse("");
		if (text.isBlank()) {
			return Optional.empty();
		}
		try {
			return Optional.of(Long.parseLong(text));
		}
		catch (NumberFormatException ex) {
			throw new PageException(404, "no-deployment");
		}
	}

	/**
	 * A deployment.
	 * @throws PageException if there is none of the number
	 */
	Deployment find(long number) {
		Optional<Deployment> live = live().filter((one) -> one.number() == number);
		return live
			.or(() -> Optional.ofNullable(this.store)
				.flatMap((store) -> store.find(number))
				.filter((one) -> one.state() != DeploymentState.REFUSED)
				.flatMap((one) -> this.deployments.preview(one.digest())))
			.orElseThrow(() -> new PageException(404, "no-deployment"));
	}

}
