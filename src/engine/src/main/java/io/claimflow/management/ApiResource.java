package io.claimflow.management;

import java.util.List;

/**
 * A resource of the management API. It is no router function of Spring's: the
 * application's own {@code DispatcherServlet} would find such a bean, and answer its
 * calls without a token.
 */
public interface ApiResource {

	/** The path below which all calls are. */
	String PATH = "/api/v1";

	/** The calls of the resource, with paths below the API's. */
	List<ApiRoute> routes();

}
