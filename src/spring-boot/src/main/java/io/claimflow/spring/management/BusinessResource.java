package io.claimflow.spring.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

/**
 * {@code business}.
 */
final class BusinessResource implements ApiResource {

	private final BusinessManagement management;

	BusinessResource(BusinessManagement management) {
		this.management = management;
	}

	@Override
	public List<ApiOperation> operations() {
		return List.of(ApiOperation.of(HttpMethod.GET, "/business", "read:businesses", (request) -> get()));
	}

	private ApiAnswer get() {
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
		return ApiAnswer.success("business", json);
	}

}
