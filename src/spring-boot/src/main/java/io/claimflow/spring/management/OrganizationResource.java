package io.claimflow.spring.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpMethod;

/**
 * {@code organization}.
 */
final class OrganizationResource implements ApiResource {

	private final Supplier<@Nullable OrganizationManagement> organizations;

	private final Supplier<@Nullable BillingManagement> billing;

	OrganizationResource(Supplier<@Nullable OrganizationManagement> organizations,
			Supplier<@Nullable BillingManagement> billing) {
		this.organizations = organizations;
		this.billing = billing;
	}

	@Override
	public List<ApiOperation> operations() {
		return List.of(ApiOperation.of(HttpMethod.GET, "/organization", "read:organizations", this::get),
				ApiOperation.of(HttpMethod.POST, "/organization", "create:organizations", this::create));
	}

	private OrganizationManagement organizations() {
		OrganizationManagement organizations = this.organizations.get();
		if (organizations == null) {
			throw ApiException.unavailable(OrganizationManagement.class, "organizations");
		}
		return organizations;
	}

	private ApiAnswer get(ApiRequest request) {
		return ApiAnswer.of(organizations().find(request.parameter("code"))
			.map(this::json)
			.orElseThrow(OrganizationResource::absent));
	}

	static ApiException absent() {
		return ApiException.absent("ORGANIZATION_NOT_FOUND", "There is no organization with this code");
	}

	private Map<String, @Nullable Object> json(Organization organization) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("code", organization.code());
		json.put("name", organization.name());
		json.put("handle", organization.handle());
		json.put("external_id", organization.externalId());
		json.put("is_default", false);
		json.put("created_on", organization.createdAt().toString());
		String customer = organization.billingCustomerId();
		if (customer != null) {
			json.put("billing", Map.of("billing_customer_id", customer, "agreements", agreements(customer)));
		}
		return json;
	}

	private List<Map<String, String>> agreements(String customer) {
		BillingManagement billing = this.billing.get();
		return (billing == null) ? List.of()
				: billing.agreements(customer)
					.stream()
					.map((agreement) -> Map.of("plan_code", agreement.planCode(), "agreement_id", agreement.id()))
					.toList();
	}

	private ApiAnswer create(ApiRequest request) {
		JsonNode body = request.body();
		String handle = request.optionalText(body, "handle");
		Organization created = organizations().create(new NewOrganization(request.text(body, "name"),
				(handle != null) ? ApiRequest.key("handle", handle) : null, request.optionalText(body, "external_id"),
				request.flag(body, "is_create_billing_customer")));
		Map<String, @Nullable Object> organization = new LinkedHashMap<>();
		organization.put("code", created.code());
		if (created.billingCustomerId() != null) {
			organization.put("billing_customer_id", created.billingCustomerId());
		}
		return ApiAnswer.success("organization", organization);
	}

}
