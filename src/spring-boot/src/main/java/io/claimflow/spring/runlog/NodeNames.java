package io.claimflow.spring.runlog;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.claimflow.spring.deployment.store.DeploymentStatus;
import org.jspecify.annotations.Nullable;

/**
 * The name of this node in the rows.
 */
final class NodeNames {

	private NodeNames() {
	}

	/** The configured name, that of the deployments, or that of the host. */
	static String of(@Nullable String configured, @Nullable DeploymentStatus deployments) {
		if (configured != null && !configured.isBlank()) {
			return configured;
		}
		return (deployments != null) ? deployments.node() : host();
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
