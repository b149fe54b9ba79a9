package io.claimflow.spring.http;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people log in for the calls below {@code /claimflow}.
 *
 * @param client Identifier of the client by which people get access tokens for the calls,
 * with the device grant. Empty: they get none.
 */
@ConfigurationProperties("claimflow.login")
record LoginProperties(@DefaultValue("") String client) {

	boolean isOn() {
		return !this.client.isEmpty();
	}

	/**
	 * Checks that the areas fit.
	 * @throws IllegalArgumentException if they do not
	 */
	void check(List<CallArea> areas) {
		for (CallArea area : areas) {
			if (!isOn() && !area.users().isEmpty()) {
				throw new IllegalArgumentException(
						"%s.users names users, but there is no client by which they could log in: set claimflow.login.client"
							.formatted(area.property()));
			}
			if (area.clients().contains(this.client)) {
				throw new IllegalArgumentException(
						"claimflow.login.client is one of %s.clients, too: register a client of its own for people"
							.formatted(area.property()));
			}
		}
	}

}
