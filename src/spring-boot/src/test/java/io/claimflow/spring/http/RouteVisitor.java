package io.claimflow.spring.http;

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

/** A visitor of router functions that lists the calls, each as method and path. */
public final class RouteVisitor implements RouterFunctions.Visitor {

	public final List<String> calls = new ArrayList<>();

	@Override
	public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
		this.calls.add(predicate.toString().replaceAll("[()]", "").replace(" && ", " "));
	}

	@Override
	public void startNested(RequestPredicate predicate) {
	}

	@Override
	public void endNested(RequestPredicate predicate) {
	}

	@Override
	public void resources(Function<ServerRequest, Optional<Resource>> lookup) {
	}

	@Override
	public void attributes(Map<String, Object> attributes) {
	}

	@Override
	public void unknown(RouterFunction<?> function) {
	}

}
