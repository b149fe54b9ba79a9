package io.claimflow.spring.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.claimflow.fetch.FetchConnections;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.spring.support.PropertyChecks;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Calls of workflows to other systems.
 *
 * @param allow Hosts, addresses and address ranges that workflows may call although they
 * are not on the public internet.
 * @param timeout Time that a call may take, redirects and answer included.
 * @param responseBytes Size of an answer.
 * @param requestBytes Size of a body that is sent.
 * @param totalBytes Size of all bodies of the calls of a run together, sent and answered.
 * @param proxy HTTP proxy through which calls leave the own network: http://host:port.
 * @param sslBundle Name of the SSL bundle whose certificates calls trust, and whose key
 * they show, instead of what the JVM trusts.
 * @param redirects Number of redirects that a call follows.
 */
@ConfigurationProperties("claimflow.fetch")
record FetchProperties(@DefaultValue List<String> allow, @DefaultValue("2s") Duration timeout,
		@DefaultValue("1MB") DataSize responseBytes, @DefaultValue("1MB") DataSize requestBytes,
		@DefaultValue("5MB") DataSize totalBytes, @Nullable String proxy, @Nullable String sslBundle,
		@DefaultValue("5") int redirects) {

	private static final PropertyChecks CHECKS = new PropertyChecks("claimflow.fetch");

	/** The limits of a call, all of which are checked. */
	FetchLimits toLimits() {
		return new FetchLimits(CHECKS.time("timeout", this.timeout),
				CHECKS.arrayBytes("response-bytes", this.responseBytes),
				CHECKS.arrayBytes("request-bytes", this.requestBytes), CHECKS.bytes("total-bytes", this.totalBytes),
				CHECKS.count("redirects", this.redirects, 0), this.allow);
	}

	/** How calls get to where they go, which is checked. */
	FetchConnections toConnections(Optional<Supplier<FetchConnections.Tls>> tls) {
		if (this.proxy == null || this.proxy.isBlank()) {
			return new FetchConnections(Optional.empty(), tls);
		}
		try {
			return new FetchConnections(Optional.of(URI.create(this.proxy)), tls);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("claimflow.fetch.proxy", this.proxy,
					"It must be http://<host>:<port>, without a user name and a path.");
		}
	}

	/** The bundle whose name is set. */
	Optional<String> bundle() {
		return Optional.ofNullable(this.sslBundle).filter((name) -> !name.isBlank());
	}

}
