package io.claimflow.spring.management;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A handler of management calls whose token has a scope.
 *
 * @param scope the scope that the token needs
 * @param handler answers the call
 */
record ScopedHandler(String scope, HandlerFunction<ServerResponse> handler) implements HandlerFunction<ServerResponse> {

	static ScopedHandler of(String scope, HandlerFunction<ServerResponse> handler) {
		return new ScopedHandler(scope, handler);
	}

	@Override
	public ServerResponse handle(ServerRequest request) throws Exception {
		return hasScope(SecurityContextHolder.getContext().getAuthentication()) ? this.handler.handle(request)
				: ApiResponses.scopeMissing(this.scope);
	}

	private boolean hasScope(@Nullable Authentication caller) {
		return caller != null && caller.getAuthorities()
			.stream()
			.anyMatch((authority) -> ("SCOPE_" + this.scope).equals(authority.getAuthority()));
	}

}
