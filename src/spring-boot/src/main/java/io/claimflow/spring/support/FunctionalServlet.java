package io.claimflow.spring.support;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.server.RequestPath;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * A servlet that answers calls by router functions of its own. A
 * {@code DispatcherServlet} would take part in what an application sets for its
 * controllers, such as converters, interceptors and handlers of exceptions.
 */
public abstract class FunctionalServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	/** The application's own converters may write something else. */
	private static final List<HttpMessageConverter<?>> CONVERTERS = List.of(new ByteArrayHttpMessageConverter(),
			new JacksonJsonHttpMessageConverter(JsonMapper.shared()));

	private final transient RouterFunction<ServerResponse> calls;

	/**
	 * Creates a servlet.
	 * @param calls the calls that there are, with what becomes of their exceptions
	 */
	protected FunctionalServlet(RouterFunction<ServerResponse> calls) {
		this.calls = calls;
	}

	/** The response where there is no such call. */
	protected abstract ServerResponse notFound();

	/**
	 * The response where there is one, with other methods.
	 * @param methods the methods, as the header {@code Allow} has them
	 */
	protected abstract ServerResponse methodNotAllowed(String methods);

	@Override
	protected final void service(HttpServletRequest servletRequest, HttpServletResponse servletResponse)
			throws ServletException, IOException {
		ServletRequestPathUtils.setParsedRequestPath(
				RequestPath.parse(servletRequest.getRequestURI(), servletRequest.getContextPath()), servletRequest);
		ServerRequest request = request(servletRequest);
		ServerResponse response;
		try {
			response = handler(request).handle(request);
		}
		catch (IOException | ServletException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new ServletException(ex);
		}
		write(response, servletRequest, servletResponse);
	}

	private static ServerRequest request(HttpServletRequest servletRequest) {
		return ServerRequest.create(servletRequest, CONVERTERS);
	}

	/** Spring's predicates take a CORS preflight for the call that it asks about. */
	private HandlerFunction<ServerResponse> handler(ServerRequest request) {
		return HttpMethod.OPTIONS.equals(request.method()) ? this::noSuchCall
				: this.calls.route(request).orElse(this::noSuchCall);
	}

	private ServerResponse noSuchCall(ServerRequest request) {
		String allowed = Stream.of(HttpMethod.values())
			.filter((method) -> !method.equals(HttpMethod.OPTIONS))
			.filter((method) -> this.calls.route(request(withMethod(request.servletRequest(), method))).isPresent())
			.map(HttpMethod::name)
			.collect(Collectors.joining(", "));
		return allowed.isEmpty() ? notFound() : methodNotAllowed(allowed);
	}

	private static HttpServletRequest withMethod(HttpServletRequest request, HttpMethod method) {
		return new HttpServletRequestWrapper(request) {
			@Override
			public String getMethod() {
				return method.name();
			}
		};
	}

	/** Writes a response, with JSON as this servlet writes it. */
	public static void write(ServerResponse response, HttpServletRequest servletRequest,
			HttpServletResponse servletResponse) throws ServletException, IOException {
		response.writeTo(servletRequest, servletResponse, () -> CONVERTERS);
	}

}
