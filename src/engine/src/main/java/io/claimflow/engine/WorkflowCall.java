package io.claimflow.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.claimflow.Failure;
import io.claimflow.Warning;
import io.claimflow.engine.realm.EventJson;
import io.claimflow.engine.realm.FailureReader;
import io.claimflow.engine.realm.Realm;
import io.claimflow.engine.realm.RunState;

/**
 * The call of a workflow's function in a realm. It ends when the function has ended, and
 * the calls that it has begun.
 */
final class WorkflowCall {

	private final Realm realm;

	private final HostCalls calls;

	private final FailureReader failures;

	private final Supplier<String> late;

	/** The calls under way that the function has not waited for. */
	private int floating;

	/**
	 * Creates the call.
	 * @param late what a run says that is still running at its deadline
	 */
	WorkflowCall(Realm realm, HostCalls calls, FailureReader failures, Supplier<String> late) {
		this.realm = realm;
		this.calls = calls;
		this.failures = failures;
		this.late = late;
	}

	/**
	 * Calls the function, and waits for its end.
	 * @return what it has failed with, if it has
	 */
	Optional<Failure> make(EventJson event) {
		RunState state = this.realm.run(event);
		RunState.Status status = state.status();
		while (status == RunState.Status.PENDING && goOn()) {
			// Until the function has ended, or nothing is left that it could wait for.
			status = state.status();
		}
		if (status == RunState.Status.PENDING && !this.calls.isIdle()) {
			return Optional.of(deadline());
		}
		return switch (status) {
			case FULFILLED -> {
				awaitFloating();
				yield (this.calls.callsUnderWay() > 0) ? Optional.of(deadline()) : missed(state);
			}
			case REJECTED -> Optional
				.of(this.calls.timeLeft().isZero() ? deadline() : this.failures.read(state.error(), this.realm));
			case PENDING -> missed(state).or(() -> Optional.of(this.failures.of(Failure.Kind.NEVER_SETTLES,
					"The workflow awaits a promise that nothing will ever settle; await only what can end")));
		};
	}

	/** Waits for a call or a timer, and runs what goes on from there. */
	private boolean goOn() {
		Optional<String> ended = this.calls.next();
		ended.ifPresent(this.realm::settle);
		return ended.isPresent();
	}

	/**
	 * Waits for calls that the function has not waited for: where workflows come from, a
	 * call is over when the function that makes it returns.
	 */
	private void awaitFloating() {
		this.floating = this.calls.callsUnderWay();
		while (this.calls.callsUnderWay() > 0 && goOn()) {
			// Each may begin another one.
		}
	}

	/**
	 * The error that the function has not met, because it was thrown after its end, or in
	 * a promise that nobody handles.
	 */
	private Optional<Failure> missed(RunState state) {
		return (state.status() == RunState.Status.REJECTED) ? Optional.of(this.failures.read(state.error(), this.realm))
				: this.realm.unhandled().map((reason) -> this.failures.unhandled(reason, this.realm));
	}

	private Failure deadline() {
		return this.failures.of(Failure.Kind.DEADLINE, this.late.get());
	}

	/** A warning of the calls that the function has not waited for, if there were any. */
	List<Warning> floating() {
		return (this.floating == 0) ? List.of()
				: List.of(new Warning(Warning.Kind.FLOATING_PROMISE, Optional.empty(), Optional.empty(),
						"The function ended before %s, and the run waited for that; await the promise"
							.formatted((this.floating == 1) ? "a call that it had begun"
									: this.floating + " calls that it had begun")));
	}

	/** Warnings of the calls that failed while nobody waited for them, each once. */
	List<Warning> lost() {
		return !this.calls.haveBegun() ? List.of() : this.realm.lost()
			.stream()
			.map((error) -> this.failures.read(error, this.realm))
			.map((failure) -> new Warning(Warning.Kind.FAILED_CALL, Optional.empty(), Optional.empty(),
					failure.location(),
					"A call that nobody waited for failed%s: %s; await it, or catch the error"
						.formatted(failure.location().map((place) -> " at " + place).orElse(""), failure.message())))
			.distinct()
			.toList();
	}

}
