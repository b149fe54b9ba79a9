package io.claimflow.spring.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.claimflow.encryption.EncryptionException;
import io.claimflow.spring.jdbc.EnvironmentVariable;
import io.claimflow.spring.jdbc.EnvironmentVariables;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpMethod;

/**
 * {@code environment_variables}: those that are in the database.
 */
final class VariableResource implements ApiResource {

	private static final int PAGE_SIZE = 100;

	private final Supplier<@Nullable EnvironmentVariables> variables;

	VariableResource(Supplier<@Nullable EnvironmentVariables> variables) {
		this.variables = variables;
	}

	@Override
	public List<ApiOperation> operations() {
		String path = "/environment_variables";
		String one = path + "/{id}";
		return List.of(ApiOperation.of(HttpMethod.GET, path, "read:environment_variables", this::list),
				ApiOperation.of(HttpMethod.GET, one, "read:environment_variables", this::get),
				ApiOperation.of(HttpMethod.POST, path, "create:environment_variables", this::create),
				ApiOperation.of(HttpMethod.PATCH, one, "update:environment_variables", this::update),
				ApiOperation.of(HttpMethod.DELETE, one, "delete:environment_variables", this::delete));
	}

	private EnvironmentVariables variables() {
		EnvironmentVariables variables = this.variables.get();
		if (variables == null) {
			throw ApiException.unavailable(EnvironmentVariables.class, "environment variables in a database");
		}
		return variables;
	}

	private ApiAnswer list(ApiRequest request) {
		int size = request.pageSize(PAGE_SIZE);
		Optional<String> after = request.optionalParameter("starting_after");
		List<EnvironmentVariable> all = variables().list();
		int from = after.map((id) -> position(all, id) + 1).orElse(0);
		List<EnvironmentVariable> page = all.subList(from, Math.min(all.size(), from + size));
		return ApiAnswer.success("environment_variables", page.stream().map(VariableResource::json).toList(),
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
		return ApiException.absent("ENVIRONMENT_VARIABLE_NOT_FOUND",
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

	private ApiAnswer get(ApiRequest request) {
		return ApiAnswer.success("environment_variable",
				variables().find(request.path("id")).map(VariableResource::json).orElseThrow(VariableResource::absent));
	}

	private ApiAnswer create(ApiRequest request) {
		JsonNode body = request.body();
		EnvironmentVariables variables = variables();
		EnvironmentVariable variable = checked(() -> variables.create(request.text(body, "key"),
				request.anyText(body, "value"), request.flag(body, "is_secret")));
		return new ApiAnswer(201, Map.of("message", "Environment variable created", "code", "VARIABLE_CREATED",
				"environment_variable", Map.of("id", variable.id())));
	}

	private ApiAnswer update(ApiRequest request) {
		JsonNode body = request.body();
		EnvironmentVariables variables = variables();
		EnvironmentVariables.Change change = new EnvironmentVariables.Change(
				Optional.ofNullable(request.optionalText(body, "key")),
				body.has("value") ? Optional.of(request.anyText(body, "value")) : Optional.empty(),
				body.has("is_secret") ? Optional.of(request.flag(body, "is_secret")) : Optional.empty());
		checked(() -> variables.update(request.path("id"), change)).orElseThrow(VariableResource::absent);
		return ApiAnswer.of(Map.of("message", "Environment variable updated", "code", "ENVIRONMENT_VARIABLE_UPDATED"));
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
			throw ApiException.invalid(String.valueOf(ex.getMessage()));
		}
	}

	private ApiAnswer delete(ApiRequest request) {
		if (!variables().delete(request.path("id"))) {
			throw absent();
		}
		return ApiAnswer.of(Map.of("message", "Environment variable deleted", "code", "ENVIRONMENT_VARIABLE_DELETED"));
	}

}
