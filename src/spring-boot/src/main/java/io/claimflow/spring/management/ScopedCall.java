package io.claimflow.spring.management;

import java.security.Principal;

import io.claimflow.management.ApiException;
import io.claimflow.management.ApiRequest;
import io.claimflow.management.ApiResponse;
import io.claimflow.management.ApiResponses;
import io.claimflow.management.ApiRoute;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A management call as Spring's functional web framework makes it, for whose token has
 * the scope of the call.
 *
 * @param route the call
 */
record ScopedCall(ApiRoute route) implements HandlerFunction<ServerResponse> {

	/** Adds the call to others. */
	void addTo(RouterFunctions.Builder calls) {
		calls.route(RequestPredicates.method(HttpMethod.valueOf(this.route.method()))
			.and(RequestPredicates.path(this.route.path())), this);
	}

	@Override
	public ServerResponse handle(ServerRequest request) {
		return response(hasScope(SecurityContextHolder.getContext().getAuthentication()) ? answer(request)
				: ApiResponses.scopeMissing(this.route.scope()));
	}

	private ApiResponse answer(ServerRequest request) {
		try {
			return this.route.handler()
				.handle(new ApiRequest(request.pathVariables(), request::param, isJson(request),
						(maximum) -> request.servletRequest().getInputStream().readNBytes(maximum),
						request.principal().map(Principal::getName).orElse("?")));
		}
		catch (ApiException ex) {
			return ApiResponses.of(ex);
		}
	}

	private boolean hasScope(@Nullable Authentication caller) {
		return caller != null && caller.getAuthorities()
			.stream()
			.anyMatch((authority) -> ("SCOPE_" + this.route.scope()).equals(authority.getAuthority()));
	}

	private static boolean isJson(ServerRequest request) {
		try {
			return request.headers().contentType().filter(MediaType.APPLICATION_JSON::isCompatibleWith).isPresent();
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	/** The response as Spring writes it. */
	static ServerResponse response(ApiResponse response) {
		return ServerResponse.status(response.status())
			.headers((headers) -> response.headers().forEach(headers::set))
			.contentType(MediaType.APPLICATION_JSON)
			.body(response.body());
	}

}
