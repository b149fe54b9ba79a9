package io.claimflow.spring.console;

import java.nio.charset.StandardCharsets;

import io.claimflow.spring.support.FunctionalServlet;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The servlet of the console.
 */
final class ConsoleServlet extends FunctionalServlet {

	private static final long serialVersionUID = 1L;

	ConsoleServlet(RouterFunction<ServerResponse> pages) {
		super(pages);
	}

	@Override
	protected ServerResponse notFound() {
		return plain(ServerResponse.status(404), "There is no such page");
	}

	@Override
	protected ServerResponse methodNotAllowed(String methods) {
		return plain(ServerResponse.status(405).header(HttpHeaders.ALLOW, methods),
				"This address is for " + methods + " alone");
	}

	private static ServerResponse plain(ServerResponse.BodyBuilder response, String text) {
		return response.contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
			.body(text.getBytes(StandardCharsets.UTF_8));
	}

}
