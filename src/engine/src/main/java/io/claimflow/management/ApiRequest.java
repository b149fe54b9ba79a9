package io.claimflow.management;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A management call that was made.
 *
 * @param pathVariables the variables of its path
 * @param parameters tells a parameter of its query
 * @param json whether its body is said to be JSON
 * @param body reads its body
 * @param caller who has made it
 */
public record ApiRequest(Map<String, String> pathVariables, Function<String, Optional<String>> parameters, boolean json,
		Body body, String caller) {

	Optional<String> param(String name) {
		return this.parameters.apply(name);
	}

	/** The body of a call. */
	@FunctionalInterface
	public interface Body {

		/** Its first bytes, at most so many. */
		byte[] read(int maximum) throws IOException;

	}

}
