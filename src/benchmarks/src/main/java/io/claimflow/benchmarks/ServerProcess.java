package io.claimflow.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A {@link TokenServer} in a process of its own, with the options of this one.
 */
final class ServerProcess implements TokenEndpoint {

	private static final String HEAP = "-Xmx768m";

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final Process process;

	private final BufferedReader output;

	private final int port;

	/**
	 * Starts a server, and waits until it serves.
	 * @param properties further properties, as {@code --name=value}
	 */
	ServerProcess(TokenServer.Variant variant, TokenServer.Storage storage, String... properties) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
		command.addAll(List.of(HEAP, "-cp", System.getProperty("java.class.path"), TokenServer.class.getName(),
				variant.name(), storage.name()));
		command.addAll(List.of(properties));
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.output = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		String line = this.output.readLine();
		while (line != null && !line.matches("\\d+")) {
			System.err.println(line);
			line = this.output.readLine();
		}
		if (line == null) {
			throw new IOException("The server " + variant + " did not start");
		}
		this.port = Integer.parseInt(line);
	}

	int port() {
		return this.port;
	}

	long pid() {
		return this.process.pid();
	}

	@Override
	public URI uri() {
		return URI.create("http://127.0.0.1:" + this.port + "/oauth2/token");
	}

	@Override
	public String authorization() {
		return "Basic " + Base64.getEncoder()
			.encodeToString((TokenServer.CLIENT + ":" + TokenServer.SECRET).getBytes(StandardCharsets.UTF_8));
	}

	/** The claims of a token. */
	Map<String, Object> claims() throws IOException, InterruptedException {
		String token = token(tokenRequest(Load.BODY));
		return JsonMapper.shared()
			.readValue(Base64.getUrlDecoder().decode(token.split("\\.")[1]), new TypeReference<Map<String, Object>>() {
			});
	}

	/** A request for a token with the credentials of the one client. */
	HttpRequest tokenRequest(String form) {
		return request("/oauth2/token").header("Authorization", authorization())
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(form))
			.build();
	}

	/** A request to this server. */
	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
	}

	/** The access token that such a request is answered with. */
	String token(HttpRequest request) throws IOException, InterruptedException {
		return send(request).path("access_token").asString();
	}

	/**
	 * Sends a request.
	 * @return the answer, which is JSON
	 * @throws IllegalStateException if it is answered with an error
	 */
	JsonNode send(HttpRequest request) throws IOException, InterruptedException {
		HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() >= 300) {
			throw new IllegalStateException(
					request.uri() + " was answered " + response.statusCode() + ": " + response.body());
		}
		return JsonMapper.shared().readTree(response.body());
	}

	@Override
	public Duration cpuTime() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	@Override
	public void forget() throws IOException {
		this.process.getOutputStream().write('\n');
		this.process.getOutputStream().flush();
	}

	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			this.process.waitFor(5, TimeUnit.SECONDS);
			if (!this.process.isAlive()) {
				this.output.lines().forEach(System.out::println);
			}
		}
		catch (IOException ex) {
			System.err.println(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.process.destroyForcibly();
		}
	}

}
