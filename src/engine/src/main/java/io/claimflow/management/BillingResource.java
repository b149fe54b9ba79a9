package io.claimflow.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * {@code billing/entitlements} and {@code billing/agreements}.
 */
public final class BillingResource implements ApiResource {

	private final Supplier<@Nullable BillingManagement> billing;

	public BillingResource(Supplier<@Nullable BillingManagement> billing) {
		this.billing = billing;
	}

	@Override
	public List<ApiRoute> routes() {
		return List.of(new ApiRoute("GET", "/billing/entitlements", "read:billing_entitlements", this::entitlements),
				new ApiRoute("GET", "/billing/agreements", "read:billing_agreements", this::agreements));
	}

	private BillingManagement billing() {
		BillingManagement billing = this.billing.get();
		if (billing == null) {
			throw ApiErrors.unavailable(BillingManagement.class, "billing");
		}
		return billing;
	}

	private ApiResponse entitlements(ApiRequest request) {
		BillingManagement billing = billing();
		String customer = RequestReader.parameter(request, "customer_id");
		Map<String, @Nullable Object> more = new LinkedHashMap<>();
		more.put("plans",
				billing.plans(customer)
					.stream()
					.map((plan) -> Map.of("code", plan.code(), "subscribed_on", plan.subscribedAt().toString()))
					.toList());
		more.put("has_more", false);
		return ApiResponses.success("entitlements",
				billing.entitlements(customer).stream().map(BillingResource::json).toList(), more);
	}

	private static Map<String, @Nullable Object> json(BillingManagement.Entitlement entitlement) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", entitlement.id());
		json.put("fixed_charge", entitlement.fixedCharge());
		json.put("price_name", entitlement.priceName());
		json.put("unit_amount", entitlement.unitAmount());
		json.put("feature_code", entitlement.featureCode());
		json.put("feature_name", entitlement.featureName());
		json.put("entitlement_limit_max", entitlement.maximum());
		json.put("entitlement_limit_min", entitlement.minimum());
		return json;
	}

	private ApiResponse agreements(ApiRequest request) {
		return ApiResponses.success("agreements",
				billing().agreements(RequestReader.parameter(request, "customer_id"))
					.stream()
					.map(BillingResource::json)
					.toList(),
				Map.of("has_more", false));
	}

	private static Map<String, @Nullable Object> json(BillingManagement.Agreement agreement) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", agreement.id());
		json.put("plan_code", agreement.planCode());
		json.put("expires_on", (agreement.expiresAt() != null) ? agreement.expiresAt().toString() : null);
		return json;
	}

}
