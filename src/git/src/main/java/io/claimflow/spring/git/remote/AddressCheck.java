package io.claimflow.spring.git.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

import io.claimflow.fetch.SpecialAddresses;

/**
 * Refuses addresses that are not public, unless the operator has opened them. What was
 * checked is what is connected to.
 *
 * @param privateAddresses whether every address is open
 */
record AddressCheck(boolean privateAddresses) {

	/**
	 * An address of a host, all of whose addresses are checked.
	 * @throws IOException if there is none, or one is not open
	 */
	InetAddress resolve(String host, Budget budget) throws IOException {
		InetAddress[] addresses = InetAddress.getAllByName(host);
		for (InetAddress address : addresses) {
			check(host, address, budget);
		}
		return addresses[0];
	}

	void check(String host, InetAddress address, Budget budget) throws IOException {
		Optional<String> special = SpecialAddresses.describe(address);
		if (special.isPresent() && !this.privateAddresses) {
			throw budget.fail("%s leads to %s, %s. If the repository is there, set claimflow.git.private-addresses=true"
				.formatted(host, address.getHostAddress(), special.get()));
		}
	}

}
