package io.claimflow.fetch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has opened besides public addresses.
 */
final class AllowList {

	/** One spelling only: an entry opens what it looks like. */
	private static final IPAddressStringParameters RANGES = new IPAddressStringParameters.Builder().allowEmpty(false)
		.allowAll(false)
		.allowMask(false)
		.allowWildcardedSeparator(false)
		.allowSingleSegment(false)
		.setRangeOptions(RangeParameters.NO_RANGE)
		.getIPv6AddressParametersBuilder()
		.allowZone(false)
		.allowBase85(false)
		.allowBinary(false)
		.getParentBuilder()
		.getIPv4AddressParametersBuilder()
		.allow_inet_aton(false)
		.allowLeadingZeros(false)
		.allowBinary(false)
		.getParentBuilder()
		.toParams();

	private static final Pattern IN_BRACKETS = Pattern.compile("\\[([^\\]]*)](?::(\\d{1,5}))?");

	private static final Pattern PLAIN = Pattern.compile("([^:]*)(?::(\\d{1,5}))?");

	private final List<Entry> entries;

	private AllowList(List<Entry> entries) {
		this.entries = entries;
	}

	/**
	 * Reads the entries.
	 * @throws IllegalArgumentException if one cannot be read; the message says which,
	 * why, and what to write
	 */
	static AllowList of(List<String> entries) {
		return new AllowList(entries.stream().map(AllowList::entry).toList());
	}

	private static Entry entry(String text) {
		Matcher brackets = IN_BRACKETS.matcher(text);
		if (brackets.matches()) {
			IPAddress range = range(text, brackets.group(1));
			if (range == null || !range.isIPv6()) {
				throw invalid(text, "has no IPv6 address in its brackets");
			}
			return new Entry("", range, port(text, brackets.group(2)));
		}
		IPAddress bare = range(text, text);
		if (bare != null) {
			return new Entry("", bare, 0);
		}
		Matcher plain = PLAIN.matcher(text);
		if (!plain.matches()) {
			throw invalid(text, "is neither a host nor an address");
		}
		int port = port(text, plain.group(2));
		IPAddress range = range(text, plain.group(1));
		return (range != null) ? new Entry("", range, port) : new Entry(name(text, plain.group(1)), null, port);
	}

	private static @Nullable IPAddress range(String entry, String text) {
		IPAddress range = new IPAddressString(text, RANGES).getAddress();
		if (range == null) {
			return null;
		}
		Integer prefix = range.getNetworkPrefixLength();
		if (prefix != null && !range.isPrefixBlock()) {
			throw invalid(entry, "has an address within a range: for the range write " + range.toPrefixBlock()
					+ ", for the address leave out /" + prefix);
		}
		if (range.isIPv6() && range.toIPv6().isIPv4Mapped()) {
			throw invalid(entry, "is an IPv4 address written as IPv6: write the IPv4 address");
		}
		return range;
	}

	private static int port(String entry, @Nullable String digits) {
		if (digits == null) {
			return 0;
		}
		int port = Integer.parseInt(digits);
		if (port == 0 || port > 65535) {
			throw invalid(entry, "has no port between 1 and 65535");
		}
		return port;
	}

	private static String name(String entry, String text) {
		String wildcard = text.startsWith("*.") ? "*" : "";
		try {
			HostName name = HostName.of(wildcard.isEmpty() ? text : text.substring(2));
			if (name.address() != null) {
				throw invalid(entry, "is an unusual spelling of an address: write " + name.text());
			}
			return wildcard.isEmpty() ? name.text() : "." + name.text();
		}
		catch (InvalidEntryException ex) {
			throw ex;
		}
		catch (IllegalArgumentException ex) {
			throw invalid(entry, String.valueOf(ex.getMessage()));
		}
	}

	private static InvalidEntryException invalid(String entry, String what) {
		return new InvalidEntryException("The entry '" + entry + "' of claimflow.fetch.allow " + what
				+ ". An entry is a host name, *.<name>, an IP address or a CIDR range, and may end with :<port>");
	}

	/** Whether a name is open on a port, whatever it resolves to. */
	boolean opens(String name, int port) {
		return this.entries.stream().anyMatch((entry) -> entry.opens(port) && entry.opens(name));
	}

	/** Whether an address is open on a port. */
	boolean opens(IPAddress address, int port) {
		return this.entries.stream().anyMatch((entry) -> entry.opens(port) && entry.opens(address));
	}

	/**
	 * An entry.
	 *
	 * @param name a host name, one that starts with a dot for all names below it, or
	 * empty
	 * @param range the addresses, if the entry has no name
	 * @param port the port, or 0 for all
	 */
	private record Entry(String name, @Nullable IPAddress range, int port) {

		boolean opens(int port) {
			return this.port == 0 || this.port == port;
		}

		boolean opens(String host) {
			return this.name.startsWith(".") ? host.endsWith(this.name) : host.equals(this.name);
		}

		boolean opens(IPAddress address) {
			return this.range != null && this.range.contains(address);
		}

	}

	private static final class InvalidEntryException extends IllegalArgumentException {

		private static final long serialVersionUID = 1L;

		InvalidEntryException(String message) {
			super(message);
		}

	}

}
