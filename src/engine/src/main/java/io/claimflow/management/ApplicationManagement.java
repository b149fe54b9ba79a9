package io.claimflow.management;

import java.util.List;

/**
 * An interface to the applications, which are the clients of the server, for the
 * management call {@code applications}. Spring's {@code RegisteredClientRepository} lists
 * no clients, so the application supplies a bean of this type.
 * <p>
 * A method that cannot do what it is asked throws an {@link ApiException}, which says to
 * the caller what is wrong.
 */
@FunctionalInterface
public interface ApplicationManagement {

	/**
	 * Applications in the order of their identifiers.
	 * @param after the identifier after which they begin, or an empty text for the first
	 * @param maximum the number of applications to return at most
	 */
	List<Application> list(String after, int maximum);

	/**
	 * An application.
	 *
	 * @param id the client identifier
	 * @param name a name for people
	 * @param type {@code reg}, {@code spa} or {@code m2m}
	 */
	record Application(String id, String name, String type) {

	}

}
