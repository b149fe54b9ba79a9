package io.claimflow.spring.management;

import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A resource of the management API. It is no {@link RouterFunction} itself: the
 * application's own {@code DispatcherServlet} would find such a bean, and answer its
 * calls without a token.
 */
interface ApiResource {

	/**
	 * The calls of the resource, with paths below the API's. Each has a
	 * {@link ScopedHandler}.
	 */
	RouterFunction<ServerResponse> routes();

}
