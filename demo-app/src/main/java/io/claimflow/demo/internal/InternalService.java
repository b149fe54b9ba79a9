package io.claimflow.demo.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Answers what workflows ask at the internal address, if they know the key.
 */
@Component
class InternalService implements SmartInitializingSingleton, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(InternalService.class);

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private final HttpServer server;

	private final String authorization;

	private final List<InternalEndpoint> endpoints;

	private final JsonMapper json;

	InternalService(HttpServer server, @Value("${demo.internal.key}") String key, List<InternalEndpoint> endpoints,
			JsonMapper json, @Qualifier("applicationTaskExecutor") Executor executor) {
		this.server = server;
		this.authorization = "Bearer " + key;
		this.endpoints = endpoints;
		this.json = json;
		server.setExecutor(executor);
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.endpoints.forEach(
				(endpoint) -> this.server.createContext(endpoint.path(), (exchange) -> handle(exchange, endpoint)));
		this.server.start();
	}

	@Override
	public void destroy() {
		this.server.stop(0);
	}

	private void handle(HttpExchange exchange, InternalEndpoint endpoint) throws IOException {
		try (exchange) {
			if (!isAuthorized(exchange.getRequestHeaders().getFirst(HttpHeaders.AUTHORIZATION))) {
				answer(exchange, HttpStatus.UNAUTHORIZED, Map.of("error", "The key is missing or wrong"));
				return;
			}
			try {
				answer(exchange, HttpStatus.OK,
						endpoint.answer(this.json.readValue(exchange.getRequestBody().readAllBytes(), OBJECT)));
			}
			catch (JacksonException ex) {
				answer(exchange, HttpStatus.BAD_REQUEST, Map.of("error", "The question is no JSON object"));
			}
			catch (IllegalArgumentException ex) {
				answer(exchange, HttpStatus.BAD_REQUEST, Map.of("error", String.valueOf(ex.getMessage())));
			}
			catch (RuntimeException ex) {
				logger.error("No answer at {} of the internal service", endpoint.path(), ex);
				answer(exchange, HttpStatus.INTERNAL_SERVER_ERROR, Map.of("error", "The server's log says why"));
			}
		}
	}

	private boolean isAuthorized(@Nullable String header) {
		return header != null && MessageDigest.isEqual(header.getBytes(StandardCharsets.UTF_8),
				this.authorization.getBytes(StandardCharsets.UTF_8));
	}

	private void answer(HttpExchange exchange, HttpStatus status, Map<String, ?> answer) throws IOException {
		byte[] body = this.json.writeValueAsBytes(answer);
		exchange.getResponseHeaders().set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
		exchange.sendResponseHeaders(status.value(), body.length);
		exchange.getResponseBody().write(body);
	}

}
