package io.claimflow.spring.server;

import io.claimflow.spring.server.AuthServer.Response;

/**
 * The ways to a token. Each is prepared first, so that a test can tell the token request
 * from what leads to it, and can make it twice.
 */
public enum Grant {

	CLIENT_CREDENTIALS {
		@Override
		public Request prepare(AuthServer server, String client) {
			return (parameters) -> server.clientCredentials(client, parameters);
		}
	},

	AUTHORIZATION_CODE {
		@Override
		public Request prepare(AuthServer server, String client) {
			String code = server.authorizationCode(client, SCOPE);
			return (parameters) -> server.redeem(client, code, parameters);
		}
	},

	REFRESH_TOKEN {
		@Override
		public Request prepare(AuthServer server, String client) {
			String refreshToken = server.authorizationCodeGrant(client, SCOPE).text("refresh_token");
			return (parameters) -> server.refresh(client, refreshToken, parameters);
		}
	},

	DEVICE_CODE {
		@Override
		public Request prepare(AuthServer server, String client) {
			String deviceCode = server.deviceCode(client, "read");
			return (parameters) -> server.redeemDevice(client, deviceCode, parameters);
		}
	},

	TOKEN_EXCHANGE {
		@Override
		public Request prepare(AuthServer server, String client) {
			String subjectToken = server.authorizationCodeGrant(client, SCOPE).text("access_token");
			return (parameters) -> server.tokenExchange(client, subjectToken, parameters);
		}
	};

	private static final String SCOPE = "openid profile read";

	/**
	 * Does everything that comes before the token request.
	 * @param server the server
	 * @param client the client, which keeps to the grant's scopes
	 */
	public abstract Request prepare(AuthServer server, String client);

	/** Whether the response has an ID token next to the access token. */
	public boolean hasIdToken() {
		return this == AUTHORIZATION_CODE || this == REFRESH_TOKEN;
	}

	/** A token request. */
	@FunctionalInterface
	public interface Request {

		/** Makes the request, with further parameters. */
		Response send(String... parameters);

	}

}
