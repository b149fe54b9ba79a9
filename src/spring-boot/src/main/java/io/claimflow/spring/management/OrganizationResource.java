package io.claimflow.spring.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@code organization}.
 */
final class OrganizationResource implements ApiResource {

	private final Supplier<@Nullable OrganizationManagement> organizations;

	private final Supplier<@Nullable BillingManagement> billing;

	private final RequestReader reader;

	OrganizationResource(Supplier<@Nullable OrganizationManagement> organizations,
			Supplier<@Nullable BillingManagement> billing, RequestReader reader) {
		this.organizations = organizations;
		this.billing = billing;
		this.reader = reader;
	}

	@Override
	public RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.GET("/organization", ScopedHandler.of("read:organizations", this::get))
			.POST("/organization", ScopedHandler.of("create:organizations", this::create))
			.build();
	}

	private OrganizationManagement organizations() {
		OrganizationManagement organizations = this.organizations.get();
		if (organizations == null) {
			throw ApiException.unavailable(OrganizationManagement.class, "organizations");
		}
		return organizations;
	}

	private ServerResponse get(ServerRequest request) {
		return ApiResponses.of(organizations().find(RequestReader.parameter(request, "code"))
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

	private ServerResponse create(ServerRequest request) {
		JsonNode body = this.reader.body(request);
		String handle = this.reader.optionalText(body, "handle");
		Organization created = organizations().create(new NewOrganization(this.reader.text(body, "name"),
				(handle != null) ? RequestReader.key("handle", handle) : null,
				this.reader.optionalText(body, "external_id"), RequestReader.flag(body, "is_create_billing_customer")));
		Map<String, @Nullable Object> organization = new LinkedHashMap<>();
		organization.put("code", created.code());
		if (created.billingCustomerId() != null) {
			organization.put("billing_customer_id", created.billingCustomerId());
		}
		return ApiResponses.success("organization", organization);
	}

}
