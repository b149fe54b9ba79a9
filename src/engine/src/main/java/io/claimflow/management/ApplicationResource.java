package io.claimflow.management;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * {@code applications}.
 */
public final class ApplicationResource implements ApiResource {

	private final Supplier<@Nullable ApplicationManagement> applications;

	public ApplicationResource(Supplier<@Nullable ApplicationManagement> applications) {
		this.applications = applications;
	}

	@Override
	public List<ApiRoute> routes() {
		return List.of(new ApiRoute("GET", "/applications", "read:applications", this::list));
	}

	private ApiResponse list(ApiRequest request) {
		ApplicationManagement applications = this.applications.get();
		if (applications == null) {
			throw ApiErrors.unavailable(ApplicationManagement.class, "a list of applications");
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
