package io.claimflow.fetch;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;

/**
 * Tells public addresses from special ones.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6890">RFC 6890: Special-Purpose IP
 * Address Registries</a>
 */
final class Addresses {

	private static final IPAddressGenerator GENERATOR = new IPAddressGenerator();

	/**
	 * All public IPv6 addresses are in it (RFC 4291, 2.4), but not all in it are public.
	 */
	private static final IPAddress GLOBAL_UNICAST = range("2000::/3");

	/** Stands for the IPv4 address in its last 32 bits (RFC 6052). */
	private static final IPAddress NAT64 = range("64:ff9b::/96");

	/**
	 * The IANA registries of special-purpose IPv4 and IPv6 addresses, the multicast
	 * ranges, and the metadata services of clouds where they use other addresses.
	 */
	private static final List<Special> SPECIAL = List.of(
			// "This network" (RFC 791); Linux connects to itself
			special("0.0.0.0/8", "an address of this host"),
			// Private use (RFC 1918)
			special("10.0.0.0/8", "a private address"),
			// Shared address space (RFC 6598); has Alibaba's metadata service
			special("100.64.0.0/10", "an address of a carrier's network"),
			// Loopback (RFC 1122)
			special("127.0.0.0/8", "a loopback address"),
			// Link-local (RFC 3927); has the metadata services of most clouds
			special("169.254.0.0/16", "a link-local address"),
			// Azure's platform: a public address that leads to the host
			special("168.63.129.16/32", "an address of a metadata service"),
			// Private use (RFC 1918)
			special("172.16.0.0/12", "a private address"),
			// IETF protocol assignments (RFC 6890); has Oracle's metadata service
			special("192.0.0.0/24", "a reserved address"),
			// Documentation, TEST-NET-1 (RFC 5737)
			special("192.0.2.0/24", "an address for documentation"),
			// AS112 (RFC 7535)
			special("192.31.196.0/24", "a reserved address"),
			// AMT relays (RFC 7450)
			special("192.52.193.0/24", "a reserved address"),
			// 6to4 relays, deprecated (RFC 7526)
			special("192.88.99.0/24", "a 6to4 relay's address"),
			// Private use (RFC 1918)
			special("192.168.0.0/16", "a private address"),
			// Direct delegation AS112 (RFC 7534)
			special("192.175.48.0/24", "a reserved address"),
			// Benchmarking (RFC 2544)
			special("198.18.0.0/15", "an address for benchmarks"),
			// Documentation, TEST-NET-2 (RFC 5737)
			special("198.51.100.0/24", "an address for documentation"),
			// Documentation, TEST-NET-3 (RFC 5737)
			special("203.0.113.0/24", "an address for documentation"),
			// Multicast (RFC 5771)
			special("224.0.0.0/4", "a multicast address"),
			// Limited broadcast (RFC 919) and reserved (RFC 1112)
			special("240.0.0.0/4", "a reserved address"),
			// Unspecified (RFC 4291); Linux connects to itself
			special("::/128", "an address of this host"),
			// Loopback (RFC 4291)
			special("::1/128", "a loopback address"),
			// NAT64 of a local network (RFC 8215)
			special("64:ff9b:1::/48", "a private NAT64 address"),
			// Discard-only (RFC 6666) and dummy prefix (RFC 9780)
			special("100::/32", "a discarded address"),
			// Teredo (RFC 4380), which hides an IPv4 address
			special("2001::/32", "a Teredo address"),
			// IETF protocol assignments (RFC 2928) with benchmarking, ORCHID and DRIP
			special("2001::/23", "a reserved address"),
			// Documentation (RFC 3849)
			special("2001:db8::/32", "an address for documentation"),
			// 6to4 (RFC 3056), which hides an IPv4 address
			special("2002::/16", "a 6to4 address"),
			// Direct delegation AS112 (RFC 7534)
			special("2620:4f:8000::/48", "a reserved address"),
			// Documentation (RFC 9637)
			special("3fff::/20", "an address for documentation"),
			// Segment routing SIDs (RFC 9602)
			special("5f00::/16", "a reserved address"),
			// Unique local (RFC 4193); has the metadata services of AWS and Google
			special("fc00::/7", "a private address"),
			// Link-local (RFC 4291)
			special("fe80::/10", "a link-local address"),
			// Site-local, deprecated (RFC 3879)
			special("fec0::/10", "a private address"),
			// Multicast (RFC 4291)
			special("ff00::/8", "a multicast address"));

	private Addresses() {
	}

	private static IPAddress range(String text) {
		return new IPAddressString(text).getAddress();
	}

	private static Special special(String range, String what) {
		return new Special(range(range), what);
	}

	static IPAddress of(InetAddress address) {
		return plain(GENERATOR.from(address.getAddress()));
	}

	/**
	 * An IPv4-mapped address (RFC 4291, 2.5.5.2) as what it stands for, or the address.
	 */
	static IPAddress plain(IPAddress address) {
		return (address.isIPv6() && address.toIPv6().isIPv4Mapped()) ? address.toIPv6().getEmbeddedIPv4Address()
				: address;
	}

	/** Says what is special about an address, or nothing if it is public. */
	static Optional<String> special(IPAddress address) {
		if (NAT64.contains(address)) {
			return special(address.toIPv6().getEmbeddedIPv4Address()).map((what) -> what + " behind NAT64");
		}
		for (Special special : SPECIAL) {
			if (special.range().contains(address)) {
				return Optional.of(special.what());
			}
		}
		// What is not assigned, and the deprecated forms of ::/96 (RFC 4291, 2.5.5.1)
		return (address.isIPv6() && !GLOBAL_UNICAST.contains(address)) ? Optional.of("a reserved address")
				: Optional.empty();
	}

	private record Special(IPAddress range, String what) {
	}

}
