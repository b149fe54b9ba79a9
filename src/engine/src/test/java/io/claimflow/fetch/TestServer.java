package io.claimflow.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/**
 * An HTTP server on 127.0.0.1, which remembers what it was asked.
 */
public final class TestServer implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Received> received = new CopyOnWriteArrayList<>();

	public TestServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), 0),
				0);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	public TestServer on(String path, HttpHandler handler) {
		this.server.createContext(path, (exchange) -> {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			this.received.add(new Received(exchange, body));
			handler.handle(exchange);
			exchange.close();
		});
		return this;
	}

	/** Answers with a text and headers, which are names and values in turn. */
	public TestServer answering(String path, int status, String text, String... headers) {
		return on(path, (exchange) -> answer(exchange, status, text.getBytes(StandardCharsets.UTF_8), headers));
	}

	TestServer redirecting(String path, int status, String location) {
		return answering(path, status, "", "Location", location);
	}

	public static void answer(HttpExchange exchange, int status, byte[] body, String... headers) throws IOException {
		for (int i = 0; i < headers.length; i += 2) {
			exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
		}
		boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
		exchange.sendResponseHeaders(status, none ? -1 : body.length);
		if (!none) {
			exchange.getResponseBody().write(body);
		}
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	public String url(String path) {
		return "http://127.0.0.1:" + port() + path;
	}

	String url(String host, String path) {
		return "http://" + host + ":" + port() + path;
	}

	public List<Received> received() {
		return this.received;
	}

	public Received last() {
		return this.received.get(this.received.size() - 1);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/** A request as it came in. */
	public record Received(HttpExchange exchange, String body) {

		public String method() {
			return this.exchange.getRequestMethod();
		}

		public String uri() {
			return this.exchange.getRequestURI().toString();
		}

		public List<String> header(String name) {
			return this.exchange.getRequestHeaders().getOrDefault(name, List.of());
		}

	}

}
