package io.claimflow.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import tools.jackson.databind.json.JsonMapper;

/**
 * What tests ask of a server that {@code claimflow dev} runs, in a process of its own.
 */
final class LocalServer {

	private LocalServer() {
	}

	/** A port that was free a moment ago. */
	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/** What a process has said so far, to a file. */
	static String said(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The claims of a new token of the machine that the demo has. */
	static JWTClaimsSet token(String url) throws Exception {
		String basic = Base64.getEncoder()
			.encodeToString(
					(DemoAccounts.MACHINE_CLIENT + ":" + DemoAccounts.MACHINE_SECRET).getBytes(StandardCharsets.UTF_8));
		HttpResponse<String> answer = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url + "/oauth2/token"))
				.header("Authorization", "Basic " + basic)
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
				.build(), HttpResponse.BodyHandlers.ofString());
		Map<?, ?> token = JsonMapper.shared().readValue(answer.body(), Map.class);
		return SignedJWT.parse(String.valueOf(token.get("access_token"))).getJWTClaimsSet();
	}

}
