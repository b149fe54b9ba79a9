package io.claimflow.spring.deployment.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The name of a node among others.
 */
final class NodeName {

	private NodeName() {
	}

	/** The configured name, or that of the host with a random part. */
	static String of(@Nullable String configured) {
		if (configured != null && !configured.isBlank()) {
			return Texts.name(configured, "the node");
		}
		return Texts.line(host(), Texts.NAME - 10) + "-" + UUID.randomUUID().toString().substring(0, 6);
	}

	private static String host() {
		String variable = System.getenv("HOSTNAME");
		if (variable != null && !variable.isBlank()) {
			return variable;
		}
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "node";
		}
	}

}
