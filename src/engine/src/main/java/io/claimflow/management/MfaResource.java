package io.claimflow.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * {@code users/{id}/mfa}.
 */
public final class MfaResource implements ApiResource {

	private final Supplier<@Nullable MfaManagement> factors;

	private final UnaryOperator<String> users;

	/**
	 * Creates the resource.
	 * @param users returns the identifier of the user with an identifier, or throws if
	 * there is none
	 */
	public MfaResource(Supplier<@Nullable MfaManagement> factors, UnaryOperator<String> users) {
		this.factors = factors;
		this.users = users;
	}

	@Override
	public List<ApiRoute> routes() {
		return List.of(new ApiRoute("GET", "/users/{id}/mfa", "read:user_mfa", this::get));
	}

	private ApiResponse get(ApiRequest request) {
		MfaManagement factors = this.factors.get();
		if (factors == null) {
			throw ApiErrors.unavailable(MfaManagement.class, "second factors");
		}
		return ApiResponses.success("mfa",
				factors.find(this.users.apply(RequestReader.path(request, "id"))).map(MfaResource::json).orElse(null));
	}

	private static Map<String, @Nullable Object> json(MfaManagement.Factor factor) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", factor.id());
		json.put("type", factor.type());
		json.put("created_on", factor.createdAt().toString());
		json.put("name", factor.name());
		json.put("is_verified", factor.verified());
		json.put("usage_count", factor.usageCount());
		json.put("last_used_on", (factor.lastUsedAt() != null) ? factor.lastUsedAt().toString() : null);
		return json;
	}

}
