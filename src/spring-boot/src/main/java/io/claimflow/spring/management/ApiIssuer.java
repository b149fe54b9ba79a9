package io.claimflow.spring.management;

import java.net.URI;

import io.claimflow.spring.support.EventFields;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The issuer of this server's tokens, which is also where the management calls are.
 *
 * @param value the issuer as tokens have it
 * @param url the issuer without a slash at its end, which is where paths go behind it
 */
record ApiIssuer(String value, String url) {

	/**
	 * The issuer of a server.
	 * @param issuer the one that is set, or null if each request has its own
	 * @throws InvalidConfigurationPropertyValueException if there is none: workflows
	 * would send the secret of a client to whatever host a request names
	 */
	static ApiIssuer of(@Nullable String issuer) {
		if (issuer == null) {
			throw new InvalidConfigurationPropertyValueException("claimflow.api.enabled", true,
					"It needs an issuer that no request can change: set spring.security.oauth2.authorizationserver.issuer"
							+ " to the URL at which clients reach this server.");
		}
		return new ApiIssuer(issuer, EventFields.domain(issuer));
	}

	/** The audience of tokens for the management calls. */
	String audience() {
		return this.url + "/api";
	}

	boolean secure() {
		return "https".equalsIgnoreCase(URI.create(this.value).getScheme());
	}

}
