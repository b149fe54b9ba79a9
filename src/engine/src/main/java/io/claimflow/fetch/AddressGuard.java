package io.claimflow.fetch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import inet.ipaddr.IPAddress;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client's only way from a host to addresses. The client connects to nothing but
 * what comes from here, so a name cannot mean one address when it is checked and another
 * one when it is used.
 */
final class AddressGuard implements DnsResolver {

	private final NameService names;

	private final AllowList allow;

	private final @Nullable HttpHost proxy;

	private final @Nullable OwnServer ownServer;

	AddressGuard(NameService names, AllowList allow, @Nullable HttpHost proxy, @Nullable OwnServer ownServer) {
		this.names = names;
		this.allow = allow;
		this.proxy = proxy;
		this.ownServer = ownServer;
	}

	/**
	 * Whether a call goes through the proxy: what an operator has opened is in the own
	 * network, and all else is beyond it. What the proxy connects to nobody here sees, so
	 * a name that can be looked up here is checked beforehand. So is each call to the own
	 * server: connections to it are open for some of its paths only.
	 * @throws RefusedException if it leads to a special address that is not open
	 */
	boolean leavesThroughProxy(Target target) throws RefusedException {
		HostName name = target.host();
		int port = target.portOrUsual();
		boolean own = this.ownServer != null && this.ownServer.isAt(name, port);
		if ((this.proxy == null && !own) || this.allow.opens(name.text(), port)
				|| (this.ownServer != null && this.ownServer.opens(target))) {
			return false;
		}
		List<IPAddress> addresses;
		try {
			addresses = addresses(name);
		}
		catch (UnknownHostException ex) {
			// The proxy may know it.
			return this.proxy != null;
		}
		for (IPAddress address : addresses) {
			check(name, address, port);
		}
		return this.proxy != null && addresses.stream().noneMatch((address) -> this.allow.opens(address, port));
	}

	private boolean isOpen(HostName name, int port) {
		return this.allow.opens(name.text(), port) || isProxy(name, port)
				|| (this.ownServer != null && this.ownServer.isAt(name, port));
	}

	private boolean isProxy(HostName name, int port) {
		return this.proxy != null && this.proxy.getPort() == port && this.proxy.getHostName().equals(name.text());
	}

	/**
	 * The addresses of a host, each of them checked.
	 * @throws RefusedException if one of them is special and not open
	 */
	@Override
	public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
		HostName name = HostName.of((host.indexOf(':') >= 0) ? "[" + host + "]" : host);
		List<IPAddress> addresses = addresses(name);
		if (!isOpen(name, port)) {
			for (IPAddress address : addresses) {
				check(name, address, port);
			}
		}
		return addresses.stream().map((address) -> new InetSocketAddress(socketAddress(name, address), port)).toList();
	}

	private List<IPAddress> addresses(HostName name) throws UnknownHostException {
		IPAddress literal = name.address();
		return (literal != null) ? List.of(literal)
				: Stream.of(this.names.addresses(name.text())).map(Addresses::of).toList();
	}

	private void check(HostName name, IPAddress address, int port) throws RefusedException {
		Optional<String> special = Addresses.special(address);
		if (special.isPresent() && !this.allow.opens(address, port)) {
			throw new RefusedException(
					name.text() + ((name.address() != null) ? " is " : " resolves to " + address + ", ") + special.get()
							+ ". If workflows may call it, an operator adds " + name.inUrl() + ":" + port
							+ " to claimflow.fetch.allow");
		}
	}

	/** The client sees the name that it asked for, and does not look the address up. */
	private static InetAddress socketAddress(HostName name, IPAddress address) {
		try {
			return InetAddress.getByAddress(name.text(), address.getBytes());
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public InetAddress[] resolve(String host) {
		throw new UnsupportedOperationException("An address is checked together with its port");
	}

	@Override
	public String resolveCanonicalHostname(String host) {
		return host;
	}

}
