package io.claimflow.demo.web;

import java.io.Serializable;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A token response (RFC 6749, section 5.1; OpenID Connect Core 1.0, section 3.1.3.3).
 */
record Tokens(@JsonProperty("access_token") String accessToken, @JsonProperty("id_token") String idToken,
		@JsonProperty("refresh_token") @Nullable String refreshToken) implements Serializable {

	/** Keeps tokens out of logs. */
	@Override
	public String toString() {
		return "Tokens";
	}

}
