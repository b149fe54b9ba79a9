package io.claimflow.spring.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.claimflow.encryption.EncryptionException;
import io.claimflow.management.ApiErrors;
import io.claimflow.management.ApiException;
import io.claimflow.management.ApiRequest;
import io.claimflow.management.ApiResource;
import io.claimflow.management.ApiResponse;
import io.claimflow.management.ApiResponses;
import io.claimflow.management.ApiRoute;
import io.claimflow.management.RequestReader;
import io.claimflow.spring.jdbc.EnvironmentVariable;
import io.claimflow.spring.jdbc.EnvironmentVariables;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.dao.DuplicateKeyException;

/**
 * {@code environment_variables}: those that are in the database.
 */
final class VariableResource implements ApiResource {

	private static final int PAGE_SIZE = 100;

	private final Supplier<@Nullable EnvironmentVariables> variables;

	private final RequestReader reader;

	VariableResource(Supplier<@Nullable EnvironmentVariables> variables, RequestReader reader) {
		this.variables = variables;
		this.reader = reader;
	}

	@Override
	public List<ApiRoute> routes() {
		String path = "/environment_variables";
		String one = path + "/{id}";
		return List.of(new ApiRoute("GET", path, "read:environment_variables", this::list),
				new ApiRoute("GET", one, "read:environment_variables", this::get),
				new ApiRoute("POST", path, "create:environment_variables", this::create),
				new ApiRoute("PATCH", one, "update:environment_variables", this::update),
				new ApiRoute("DELETE", one, "delete:environment_variables", this::delete));
	}

	/** For whoever changes them. */
	private EnvironmentVariables variables(ApiRequest request) {
		return variables().by("client:" + request.caller(), "Over the management API");
	}

	private EnvironmentVariables variables() {
		EnvironmentVariables variables = this.variables.get();
		if (variables == null) {
			throw ApiErrors.unavailable(EnvironmentVariables.class, "environment variables in a database");
		}
		return variables;
	}

	private ApiResponse list(ApiRequest request) {
		int size = RequestReader.pageSize(request, PAGE_SIZE);
		Optional<String> after = RequestReader.optionalParameter(request, "starting_after");
		List<EnvironmentVariable> all = variables().list();
		int from = after.map((id) -> position(all, id) + 1).orElse(0);
		List<EnvironmentVariable> page = all.subList(from, Math.min(all.size(), from + size));
		return ApiResponses.success("environment_variables", page.stream().map(VariableResource::json).toList(),
				Map.of("has_more", from + page.size() < all.size()));
	}

	private static int position(List<EnvironmentVariable> all, String id) {
		for (int i = 0; i < all.size(); i++) {
			if (all.get(i).id().equals(id)) {
				return i;
			}
		}
		throw absent();
	}

	private static ApiException absent() {
		return ApiErrors.absent("ENVIRONMENT_VARIABLE_NOT_FOUND",
				"There is no environment variable with this identifier in the database");
	}

	/** Nobody reads a secret but workflows. */
	private static Map<String, @Nullable Object> json(EnvironmentVariable variable) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", variable.id());
		json.put("key", variable.name());
		json.put("value", variable.value().orElse(null));
		json.put("is_secret", variable.secret());
		json.put("created_on", variable.createdAt().toString());
		return json;
	}

	private ApiResponse get(ApiRequest request) {
		return ApiResponses.success("environment_variable",
				variables().find(RequestReader.path(request, "id"))
					.map(VariableResource::json)
					.orElseThrow(VariableResource::absent));
	}

	private ApiResponse create(ApiRequest request) {
		JsonNode body = this.reader.body(request);
		EnvironmentVariables variables = variables(request);
		EnvironmentVariable variable = checked(() -> variables.create(this.reader.text(body, "key"),
				this.reader.anyText(body, "value"), RequestReader.flag(body, "is_secret")));
		return ApiResponses.of(201, Map.of("message", "Environment variable created", "code", "VARIABLE_CREATED",
				"environment_variable", Map.of("id", variable.id())));
	}

	private ApiResponse update(ApiRequest request) {
		JsonNode body = this.reader.body(request);
		EnvironmentVariables variables = variables(request);
		EnvironmentVariables.Change change = new EnvironmentVariables.Change(
				Optional.ofNullable(this.reader.optionalText(body, "key")),
				body.has("value") ? Optional.of(this.reader.anyText(body, "value")) : Optional.empty(),
				body.has("is_secret") ? Optional.of(RequestReader.flag(body, "is_secret")) : Optional.empty());
		checked(() -> variables.update(RequestReader.path(request, "id"), change))
			.orElseThrow(VariableResource::absent);
		return ApiResponses
			.of(Map.of("message", "Environment variable updated", "code", "ENVIRONMENT_VARIABLE_UPDATED"));
	}

	/** What is said there to operators has no values either. */
	private static <T> T checked(Supplier<T> change) {
		try {
			return change.get();
		}
		catch (DuplicateKeyException ex) {
			throw new ApiException(400, "ENVIRONMENT_VARIABLE_EXISTS",
					"There is an environment variable with this key already: change it, or choose another key");
		}
		catch (EncryptionException ex) {
			throw new ApiException(501, "NOT_AVAILABLE",
					"This server cannot encrypt the secret: an operator sets claimflow.encryption.keys");
		}
		catch (IllegalArgumentException ex) {
			throw ApiErrors.invalid(String.valueOf(ex.getMessage()));
		}
	}

	private ApiResponse delete(ApiRequest request) {
		if (!variables(request).delete(RequestReader.path(request, "id"))) {
			throw absent();
		}
		return ApiResponses
			.of(Map.of("message", "Environment variable deleted", "code", "ENVIRONMENT_VARIABLE_DELETED"));
	}

}
