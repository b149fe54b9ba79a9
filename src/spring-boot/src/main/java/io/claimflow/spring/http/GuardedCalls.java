package io.claimflow.spring.http;

import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What stands before the calls of an area: whoever calls too often, or with a token that
 * lacks the scope, is refused, and whatever is refused is logged and answered with a
 * problem.
 */
public final class GuardedCalls {

	private static final Logger logger = LoggerFactory.getLogger(GuardedCalls.class);

	private final String property;

	private final RateLimit rateLimit;

	private final BiFunction<RuntimeException, ServerRequest, @Nullable RefusedCallException> failures;

	/**
	 * Guards calls.
	 * @param property what the names of their properties begin with
	 * @param callsPerMinute the calls that each caller may make
	 * @param failures says what an exception of a call means to the caller, or null if it
	 * should not have been thrown
	 */
	public GuardedCalls(String property, int callsPerMinute,
			BiFunction<RuntimeException, ServerRequest, @Nullable RefusedCallException> failures) {
		this.property = property;
		this.rateLimit = new RateLimit(callsPerMinute, System::nanoTime);
		this.failures = failures;
	}

	/**
	 * A call that is made with a scope.
	 * @param scope the scope
	 * @param call answers the call
	 */
	public HandlerFunction<ServerResponse> with(String scope, Call call) {
		return (request) -> {
			Caller caller = Caller.current();
			try {
				if (!this.rateLimit.allows(caller.name())) {
					throw new RefusedCallException(429, "Too many calls",
							"There were more calls than " + this.property + ".calls-per-minute; try again later");
				}
				if (!caller.scopes().contains(scope)) {
					throw new RefusedCallException(403, "Not allowed",
							"The token lacks the scope " + scope + (caller.name().startsWith(Caller.USER)
									? ", or " + this.property + ".users does not name its user" : ""));
				}
				return answer(call, caller, request);
			}
			catch (RefusedCallException ex) {
				RefusedCalls.log(request.servletRequest(), caller.name(), ex);
				return ex.response();
			}
		};
	}

	private ServerResponse answer(Call call, Caller caller, ServerRequest request) {
		try {
			return call.answer(caller, request);
		}
		catch (RefusedCallException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			RefusedCallException refused = this.failures.apply(ex, request);
			if (refused != null) {
				throw refused;
			}
			logger.error("{} {} failed", request.method(), request.path(), ex);
			throw new RefusedCallException(500, "Failed", "The call failed: the server's log says why");
		}
	}

	/** Answers a call. */
	@FunctionalInterface
	public interface Call {

		/**
		 * Answers a call.
		 * @throws RefusedCallException if it is not answered as it was meant to be
		 */
		ServerResponse answer(Caller caller, ServerRequest request);

	}

}
