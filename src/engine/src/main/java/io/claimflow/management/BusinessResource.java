package io.claimflow.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * {@code business}.
 */
public final class BusinessResource implements ApiResource {

	private final BusinessManagement management;

	public BusinessResource(BusinessManagement management) {
		this.management = management;
	}

	@Override
	public List<ApiRoute> routes() {
		return List.of(new ApiRoute("GET", "/business", "read:businesses", (request) -> get()));
	}

	private ApiResponse get() {
		BusinessManagement.Business business = this.management.business();
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("code", business.code());
		json.put("name", business.name());
		json.put("phone", business.phone());
		json.put("email", business.email());
		json.put("industry", business.industry());
		json.put("timezone", business.timezone());
		json.put("privacy_url", business.privacyUrl());
		json.put("terms_url", business.termsUrl());
		json.put("has_clickwrap", false);
		json.put("has_kinde_branding", false);
		return ApiResponses.success("business", json);
	}

}
