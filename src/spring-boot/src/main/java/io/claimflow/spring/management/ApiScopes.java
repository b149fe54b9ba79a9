package io.claimflow.spring.management;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.springframework.core.io.Resource;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * A visitor of router functions that collects the scope of each call.
 */
final class ApiScopes implements RouterFunctions.Visitor {

	private final List<String> scopes = new ArrayList<>();

	private ApiScopes() {
	}

	/**
	 * The scopes of all calls, one for each call.
	 * @throws IllegalStateException if a call has none: anybody with a token could make
	 * it
	 */
	static List<String> of(Iterable<ApiResource> resources) {
		ApiScopes visitor = new ApiScopes();
		resources.forEach((resource) -> resource.routes().accept(visitor));
		return List.copyOf(visitor.scopes);
	}

	@Override
	public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
		if (!(handler instanceof ScopedHandler scoped)) {
			throw withoutScope(predicate);
		}
		this.scopes.add(scoped.scope());
	}

	private static IllegalStateException withoutScope(Object call) {
		return new IllegalStateException("The call " + call + " has no scope");
	}

	@Override
	public void resources(Function<ServerRequest, Optional<Resource>> lookup) {
		throw withoutScope(lookup);
	}

	@Override
	public void unknown(RouterFunction<?> function) {
		throw withoutScope(function);
	}

	@Override
	public void startNested(RequestPredicate predicate) {
	}

	@Override
	public void endNested(RequestPredicate predicate) {
	}

	@Override
	public void attributes(Map<String, Object> attributes) {
	}

}
