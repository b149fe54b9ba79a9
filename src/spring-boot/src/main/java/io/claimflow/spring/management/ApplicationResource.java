package io.claimflow.spring.management;

import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@code applications}.
 */
final class ApplicationResource implements ApiResource {

	private final Supplier<@Nullable ApplicationManagement> applications;

	ApplicationResource(Supplier<@Nullable ApplicationManagement> applications) {
		this.applications = applications;
	}

	@Override
	public RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route().GET("/applications", ScopedHandler.of("read:applications", this::list)).build();
	}

	private ServerResponse list(ServerRequest request) {
		ApplicationManagement applications = this.applications.get();
		if (applications == null) {
			throw ApiException.unavailable(ApplicationManagement.class, "a list of applications");
		}
		Page<ApplicationManagement.Application> page = Page.read(request, applications::list,
				ApplicationManagement.Application::id);
		return ApiResponses.success("applications", page.entries().stream().map(ApplicationResource::json).toList(),
				page.end());
	}

	private static Map<String, String> json(ApplicationManagement.Application application) {
		return Map.of("id", application.id(), "name", application.name(), "type", application.type());
	}

}
