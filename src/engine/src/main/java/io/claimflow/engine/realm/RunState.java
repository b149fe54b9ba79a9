package io.claimflow.engine.realm;

import org.graalvm.polyglot.Value;

/**
 * How far a workflow's function has come. What it answers changes while the realm goes
 * on.
 */
public final class RunState {

	private final Value state;

	RunState(Value state) {
		this.state = state;
	}

	/** Whether the function has ended, and how. */
	public Status status() {
		String status = this.state.getMember("status").asString();
		return switch (status) {
			case "pending" -> Status.PENDING;
			case "fulfilled" -> Status.FULFILLED;
			case "rejected" -> Status.REJECTED;
			default -> throw new IllegalStateException("There is no state " + status);
		};
	}

	/** What the function, or what it has left to run, has failed with. */
	public ScriptValue error() {
		return new ScriptValue(this.state.getMember("error"));
	}

	/** The states of the promise that the function returns. */
	public enum Status {

		/** It goes on. */
		PENDING,
		/** It has ended. */
		FULFILLED,
		/** It has failed. */
		REJECTED

	}

}
