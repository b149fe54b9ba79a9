package io.claimflow.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A server that answers the client credentials grant. */
interface TokenEndpoint extends AutoCloseable {

	/** Its token endpoint. */
	URI uri();

	/** The credentials of its client, for the header {@code Authorization}. */
	String authorization();

	/** The time that it has computed so far, or zero if nobody knows. */
	Duration cpuTime();

	/** Lets it forget what it has stored, if it can. */
	void forget() throws IOException;

	@Override
	void close();

}
