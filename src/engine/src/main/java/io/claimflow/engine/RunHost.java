package io.claimflow.engine;

import java.time.Duration;
import java.util.Optional;

import io.claimflow.SourceLocation;
import io.claimflow.Warning;
import io.claimflow.binding.RunScope;
import io.claimflow.engine.realm.EventJson;
import io.claimflow.engine.realm.FailureReader;
import io.claimflow.engine.realm.Json;
import io.claimflow.engine.realm.RealmHost;
import org.jspecify.annotations.Nullable;

/**
 * What one run offers to the realm that serves it.
 *
 * @param event the event
 * @param claims the claims before the run
 * @param record what the run says and asks for
 * @param calls its calls and timers
 * @param failures reads stacks
 */
record RunHost(EventJson event, RunClaims claims, RunRecorder record, HostCalls calls,
		FailureReader failures) implements RealmHost {

	@Override
	public RunScope scope() {
		return this.record;
	}

	@Override
	public String await(String call) {
		return this.calls.await(call);
	}

	@Override
	public Optional<String> await(String call, Duration time) {
		return this.calls.await(call, time);
	}

	@Override
	public void end(String call) {
		this.calls.end(call);
	}

	@Override
	public String delay(long millis) {
		return this.calls.delay(millis);
	}

	@Override
	public void forget(String timer) {
		this.calls.forget(timer);
	}

	@Override
	public String trace(String stack) {
		return this.failures.trace(stack);
	}

	@Override
	public String maskValue(String value) {
		return this.record.maskValue(value);
	}

	@Override
	public String mask(String text) {
		return this.record.mask(text);
	}

	@Override
	public void warn(Warning.Kind kind, String message, String stack) {
		Optional<SourceLocation> place = this.failures.place(stack);
		this.record.warnings()
			.accept(new Warning(kind, Optional.empty(), Optional.empty(), place,
					message + place.map((location) -> " (at " + location + ")").orElse("")));
	}

	@Override
	public @Nullable String onDemand(int number) {
		return this.record.onDemand(this.event, number);
	}

	@Override
	public String claims(String binding) {
		return Json.write(this.claims.shown(binding, this.record.warnings()));
	}

}
