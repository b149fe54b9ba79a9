package io.claimflow.spring.management;

import java.util.Optional;

import io.claimflow.fetch.OwnServer;

/**
 * Where a web server listens to its own workflows.
 */
@FunctionalInterface
interface OwnServerEntrance {

	/** The place, once the server listens. */
	Optional<OwnServer.Entrance> entrance();

}
