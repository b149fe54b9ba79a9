package io.claimflow.demo;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The address at which browsers and clients reach this server: {@code demo.url}, such as
 * that of a balancer, or else {@code http://127.0.0.1} and the server's own port. A
 * client's redirect URI has to be known in advance, so there is one address. Of a
 * loopback address any port will do (RFC 8252, section 7.3).
 */
@Component
public class DemoAddress {

	/** The loopback host, which is not the same site as {@code localhost}. */
	public static final String LOOPBACK = "127.0.0.1";

	private final Environment environment;

	private final @Nullable URI url;

	public DemoAddress(Environment environment) {
		this.environment = environment;
		this.url = environment.getProperty("demo.url", URI.class);
	}

	/** The host of the address. */
	public String host() {
		return (this.url != null) ? this.url.getHost() : LOOPBACK;
	}

	/**
	 * The absolute URL of a path. Only once the server listens, unless there is a
	 * {@code demo.url}.
	 * @param path a path that starts with a slash
	 */
	public String url(String path) {
		return (this.url != null) ? this.url + path : ownUrl(path);
	}

	/**
	 * The absolute URL of a path of this very process, past any balancer. Only once the
	 * server listens.
	 * @param path a path that starts with a slash
	 */
	public String ownUrl(String path) {
		return "http://" + LOOPBACK + ":" + this.environment.getRequiredProperty("local.server.port") + path;
	}

}
