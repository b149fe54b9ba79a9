package io.claimflow.spring.deployment.http;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The HTTP interface of deployments.
 *
 * @param enabled Whether deployments can be pushed and looked at over HTTP, below
 * /claimflow.
 * @param clients Identifiers of the clients that get access tokens for it.
 * @param users Names of the users who get access tokens for it by claimflow.login.client.
 * @param ci Issuers whose OpenID Connect tokens are taken, such as those of a CI system.
 * @param callsPerMinute Number of calls that a caller may make within a minute.
 * @param uploads Number of uploads that are read at the same time.
 * @param uploadSize Size of an upload.
 */
@ConfigurationProperties("claimflow.deployments.http")
record HttpProperties(@DefaultValue("false") boolean enabled, @DefaultValue List<String> clients,
		@DefaultValue List<String> users, @DefaultValue List<Ci> ci, @DefaultValue("120") int callsPerMinute,
		@DefaultValue("2") int uploads, @DefaultValue("20MB") DataSize uploadSize) {

	private static final String PREFIX = "claimflow.deployments.http.";

	HttpProperties {
		clients = List.copyOf(clients);
		users = List.copyOf(users);
		ci = List.copyOf(ci);
		require(callsPerMinute > 0, "calls-per-minute", "has to be 1 or more");
		require(uploads > 0, "uploads", "has to be 1 or more");
		require(uploadSize.toBytes() > 0 && uploadSize.toBytes() < Integer.MAX_VALUE - 8, "upload-size",
				"has to be between 1 byte and 2 GB");
		require(ci.stream().map(Ci::issuer).distinct().count() == ci.size(), "ci",
				"names an issuer twice; leave out one of the two");
	}

	private static void require(boolean condition, String property, String problem) {
		if (!condition) {
			throw new IllegalArgumentException(PREFIX + property + " " + problem);
		}
	}

	/**
	 * An issuer whose tokens are taken.
	 *
	 * @param issuer Issuer of the tokens, as their claim iss has it.
	 * @param audience Audience that the tokens have to have.
	 * @param claims Claims that the tokens have to have, such as repository and ref, with
	 * their values.
	 * @param scopes What such a token may do.
	 */
	record Ci(@DefaultValue("") String issuer, @DefaultValue("") String audience,
			@DefaultValue Map<String, String> claims, @DefaultValue( {
					DeploymentScopes.READ, DeploymentScopes.DEPLOY }) Set<String> scopes){

		Ci {
			claims = Map.copyOf(claims);
			scopes = Set.copyOf(new LinkedHashSet<>(scopes));
			require(isSecure(issuer), "ci.issuer", "\"%s\" is no URL that begins with https://".formatted(issuer));
			require(!audience.isBlank(), "ci.audience",
					"is missing for %s: without it, a token that is meant for somebody else would be taken"
						.formatted(issuer));
			require(!claims.isEmpty(), "ci.claims",
					"is empty for %s: whoever gets a token there could deploy; name a claim such as repository"
						.formatted(issuer));
			require(!scopes.isEmpty() && DeploymentScopes.ALL.containsAll(scopes), "ci.scopes",
					"has to be some of " + String.join(", ", DeploymentScopes.ALL));
		}

		/** Without TLS only on this machine. */
		private static boolean isSecure(String issuer) {
			try {
				URI uri = URI.create(issuer);
				String host = uri.getHost();
				return host != null && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme())
						&& (host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]"))));
			}
			catch (IllegalArgumentException ex) {
				return false;
			}
		}

	}

}
