package io.claimflow.fetch;

import java.util.function.Consumer;

/**
 * Is told of every call, also of those that fail before anything is sent. It must not
 * throw.
 */
@FunctionalInterface
public interface FetchListener {

	/**
	 * A call begins; called on the thread that asks for it.
	 * @param method one of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS, or
	 * {@code OTHER} if the call names another one and fails for it
	 * @return is told once, on any thread, how the call ended, before anyone else
	 */
	Consumer<FetchEnd> began(String method);

}
