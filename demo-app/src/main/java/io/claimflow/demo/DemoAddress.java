package io.claimflow.demo;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Where this server listens. A client's redirect URI has to be known in advance, so the
 * demo has one address, {@code http://127.0.0.1} and the port. Of a loopback address any
 * port will do (RFC 8252, section 7.3).
 */
@Component
public class DemoAddress {

	/** The host, which is not the same site as {@code localhost}. */
	public static final String HOST = "127.0.0.1";

	private final Environment environment;

	public DemoAddress(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The absolute URL of a path. Only once the server listens.
	 * @param path a path that starts with a slash
	 */
	public String url(String path) {
		return "http://" + HOST + ":" + this.environment.getRequiredProperty("local.server.port") + path;
	}

}
