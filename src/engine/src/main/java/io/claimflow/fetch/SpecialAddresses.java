package io.claimflow.fetch;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Tells public addresses from special ones, as calls of workflows do, for others who call
 * where somebody else says.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6890">RFC 6890: Special-Purpose IP
 * Address Registries</a>
 */
public final class SpecialAddresses {

	private SpecialAddresses() {
	}

	/**
	 * What is special about an address, such as "a private address".
	 * @param address the address
	 * @return it, in words, or empty if the address is public
	 */
	public static Optional<String> describe(InetAddress address) {
		return Addresses.special(Addresses.of(address));
	}

}
