package io.claimflow.fetch;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import org.jspecify.annotations.Nullable;

/**
 * A host in its one spelling: a name in lower case, in ASCII and without a trailing dot,
 * or an IP address in its canonical form. Every other spelling that a resolver might
 * understand (octal, hex, decimal, full-width digits) becomes that form, as in the host
 * parser of the WHATWG URL standard, or is refused.
 *
 * @param text the name or the address, the latter without brackets
 * @param address the address, if the host is one
 */
record HostName(String text, @Nullable IPAddress address) {

	private static final IPAddressStringParameters IPV4 = literals().allowIPv6(false)
		.allowSingleSegment(true)
		.getIPv4AddressParametersBuilder()
		.allow_inet_aton(true)
		.allowBinary(false)
		.getParentBuilder()
		.toParams();

	private static final IPAddressStringParameters IPV6 = literals().allowIPv4(false)
		.allowSingleSegment(false)
		.getIPv6AddressParametersBuilder()
		.allowZone(false)
		.allowBase85(false)
		.allowBinary(false)
		.getParentBuilder()
		.toParams();

	private static final Pattern NAME = Pattern.compile("(?=.{1,253}$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

	/** Such a name is read as a number by one resolver or another. */
	private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

	/**
	 * IDNA 2003, which Java knows, and IDNA 2008 make different names of these: ß, ς and
	 * the joiners.
	 */
	private static final Pattern DEVIATING = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

	private static IPAddressStringParameters.Builder literals() {
		return new IPAddressStringParameters.Builder().allowEmpty(false)
			.allowAll(false)
			.allowPrefix(false)
			.allowMask(false)
			.allowWildcardedSeparator(false)
			.setRangeOptions(RangeParameters.NO_RANGE);
	}

	/**
	 * Reads a host.
	 * @param written the host as it stands in a URL, an IPv6 address with its brackets
	 * @throws IllegalArgumentException if it is neither a name nor an address; the
	 * message says why
	 */
	static HostName of(String written) {
		if (written.startsWith("[") && written.endsWith("]")) {
			return of(address(written.substring(1, written.length() - 1), IPV6, "IPv6"));
		}
		String name = ascii(written);
		if (name.endsWith(".")) {
			name = name.substring(0, name.length() - 1);
		}
		if (ENDS_IN_NUMBER.matcher(name).matches()) {
			return of(address(name, IPV4, "IPv4"));
		}
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("is not a host name");
		}
		return new HostName(name, null);
	}

	/** The host that an address is; one with an IPv4 form is in that form. */
	static HostName of(IPAddress address) {
		IPAddress plain = Addresses.plain(address);
		return new HostName(plain.toCanonicalString(), plain);
	}

	private static String ascii(String name) {
		if (DEVIATING.matcher(name).find()) {
			throw new IllegalArgumentException("has letters that become different names: write its xn-- form");
		}
		try {
			return IDN.toASCII(name).toLowerCase(Locale.ROOT);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("is not a host name", ex);
		}
	}

	private static IPAddress address(String text, IPAddressStringParameters spellings, String kind) {
		IPAddress address = new IPAddressString(text, spellings).getAddress();
		if (address == null) {
			throw new IllegalArgumentException("is not an " + kind + " address");
		}
		return address;
	}

	/** The host as it stands in a URL. */
	String inUrl() {
		return (this.address != null && this.address.isIPv6()) ? "[" + this.text + "]" : this.text;
	}

}
