package io.claimflow.spring.deployment.store;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if a change of what is live has consequences that nobody has confirmed.
 */
public final class ConfirmationNeededException extends DeploymentException {

	private static final long serialVersionUID = 1L;

	private final transient List<Consequence> consequences;

	ConfirmationNeededException(List<Consequence> consequences) {
		super(consequences.stream()
			.map(Consequence::description)
			.collect(Collectors.joining(". ", "The change has to be confirmed. ", ".")), null);
		this.consequences = List.copyOf(consequences);
	}

	/** What the change would do, at least one. */
	public List<Consequence> consequences() {
		return this.consequences;
	}

}
