package io.claimflow.spring.token;

import io.claimflow.spring.support.PropertyChecks;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The token endpoint.
 *
 * @param deniedError Error code of a token request to which a workflow denied access.
 * @param sizeWarning Size of a signed token that a workflow has shaped above which there
 * is a warning.
 * @param sizeLimit Size of a signed token that a workflow has shaped above which it is
 * not issued.
 */
@ConfigurationProperties("claimflow.token")
record TokenProperties(@DefaultValue("access_denied") DeniedError deniedError,
		@DefaultValue("7KB") DataSize sizeWarning, @DefaultValue("24KB") DataSize sizeLimit) {

	private static final PropertyChecks CHECKS = new PropertyChecks("claimflow.token");

	/** The size above which there is a warning, in bytes, which is checked. */
	int warningBytes() {
		return CHECKS.arrayBytes("size-warning", this.sizeWarning);
	}

	/** The size above which no token is issued, in bytes, which is checked. */
	int maximumBytes() {
		return CHECKS.arrayBytes("size-limit", this.sizeLimit);
	}

}
