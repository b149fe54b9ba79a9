package io.claimflow.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the addresses of a host name; may block.
 */
@FunctionalInterface
interface NameService {

	InetAddress[] addresses(String name) throws UnknownHostException;

}
