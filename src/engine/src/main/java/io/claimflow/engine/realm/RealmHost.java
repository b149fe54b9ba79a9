package io.claimflow.engine.realm;

import java.time.Duration;
import java.util.Optional;

import io.claimflow.Warning;
import io.claimflow.binding.HostFunctionException;
import io.claimflow.binding.RunScope;
import org.jspecify.annotations.Nullable;

/**
 * The run that a realm serves, as the scripts in the realm see it. Only the thread of the
 * run calls it. Each method may throw a {@link HostFunctionException}, whose message the
 * workflow gets to see.
 */
public interface RealmHost {

	/** What bindings may touch of the run. */
	RunScope scope();

	/**
	 * Waits for a call or a timer until the deadline of the run.
	 * @param call the identifier that {@link RunScope#begin} or {@link #delay} gave
	 * @return the result
	 */
	String await(String call);

	/**
	 * Waits for a call, and ends it after a time.
	 * @return the result, or empty if the call had not ended by then
	 */
	Optional<String> await(String call, Duration time);

	/** Ends a call that nobody waits for any more. */
	void end(String call);

	/**
	 * Begins a timer.
	 * @return the timer's identifier
	 */
	String delay(long millis);

	/** Ends a timer before its time. */
	void forget(String timer);

	/** The stack of an error in the places and the words of the author's source. */
	String trace(String stack);

	/** A value that is going to be logged, masked if it is a secret as a whole. */
	String maskValue(String value);

	/** A text in which the secrets that the run knows are masked. */
	String mask(String text);

	/**
	 * Takes a warning.
	 * @param stack the stack of the place that it is about
	 */
	void warn(Warning.Kind kind, String message, String stack);

	/**
	 * The text of a part of the event that is made when it is first read.
	 * @param number the number of the part
	 */
	@Nullable String onDemand(int number);

	/**
	 * The claims of a token, as JSON.
	 * @param binding the name of the token's binding
	 */
	String claims(String binding);

}
