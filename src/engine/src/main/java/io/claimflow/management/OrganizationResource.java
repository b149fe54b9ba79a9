package io.claimflow.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code organization}, {@code organizations}, and what users and feature flags are in
 * one.
 */
public final class OrganizationResource implements ApiResource {

	private static final Map<String, @Nullable Object> LAST = new Page<>(List.of(), null).end();

	private final Supplier<@Nullable OrganizationManagement> organizations;

	private final Supplier<@Nullable BillingManagement> billing;

	private final Supplier<@Nullable RoleManagement> roles;

	private final Supplier<@Nullable FeatureFlagManagement> flags;

	private final UnaryOperator<String> users;

	private final RequestReader reader;

	/**
	 * Creates the resource.
	 * @param users returns the identifier of the user with an identifier, or throws if
	 * there is none
	 */
	public OrganizationResource(Supplier<@Nullable OrganizationManagement> organizations,
			Supplier<@Nullable BillingManagement> billing, Supplier<@Nullable RoleManagement> roles,
			Supplier<@Nullable FeatureFlagManagement> flags, UnaryOperator<String> users, RequestReader reader) {
		this.organizations = organizations;
		this.billing = billing;
		this.roles = roles;
		this.flags = flags;
		this.users = users;
		this.reader = reader;
	}

	@Override
	public List<ApiRoute> routes() {
		return List.of(new ApiRoute("GET", "/organization", "read:organizations", this::get),
				new ApiRoute("POST", "/organization", "create:organizations", this::create),
				new ApiRoute("GET", "/organizations", "read:organizations", this::list),
				new ApiRoute("GET", "/organizations/{code}/users/{id}/roles", "read:organization_user_roles",
						this::roles),
				new ApiRoute("GET", "/organizations/{code}/users/{id}/permissions",
						"read:organization_user_permissions", this::permissions),
				new ApiRoute("PATCH", "/organizations/{code}/feature_flags/{key}", "update:organization_feature_flags",
						this::overrideFlag));
	}

	private OrganizationManagement organizations() {
		OrganizationManagement organizations = this.organizations.get();
		if (organizations == null) {
			throw ApiErrors.unavailable(OrganizationManagement.class, "organizations");
		}
		return organizations;
	}

	private ApiResponse get(ApiRequest request) {
		return ApiResponses.of(organizations().find(RequestReader.parameter(request, "code"))
			.map(this::json)
			.orElseThrow(OrganizationResource::absent));
	}

	public static ApiException absent() {
		return ApiErrors.absent("ORGANIZATION_NOT_FOUND", "There is no organization with this code");
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

	private ApiResponse list(ApiRequest request) {
		Page<Organization> page = Page.read(request, organizations()::list, Organization::code);
		return ApiResponses.success("organizations", page.entries().stream().map((organization) -> {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("code", organization.code());
			json.put("name", organization.name());
			json.put("handle", organization.handle());
			json.put("external_id", organization.externalId());
			json.put("is_default", false);
			return json;
		}).toList(), page.end());
	}

	private RoleManagement roles() {
		RoleManagement roles = this.roles.get();
		if (roles == null) {
			throw ApiErrors.unavailable(RoleManagement.class, "roles and permissions");
		}
		return roles;
	}

	/** Without a management of organizations, whoever knows of roles decides. */
	private String code(ApiRequest request) {
		String code = RequestReader.path(request, "code");
		OrganizationManagement organizations = this.organizations.get();
		return (organizations == null) ? code
				: organizations.find(code).map(Organization::code).orElseThrow(OrganizationResource::absent);
	}

	private ApiResponse roles(ApiRequest request) {
		RoleManagement roles = roles();
		return ApiResponses.success("roles",
				roles.roles(code(request), this.users.apply(RequestReader.path(request, "id")))
					.stream()
					.map((role) -> Map.of("id", role.id(), "key", role.key(), "name", role.name()))
					.toList(),
				LAST);
	}

	private ApiResponse permissions(ApiRequest request) {
		RoleManagement roles = roles();
		boolean withRoles = request.param("expand").filter("roles"::equals).isPresent();
		return ApiResponses.success("permissions",
				roles.permissions(code(request), this.users.apply(RequestReader.path(request, "id")))
					.stream()
					.map((permission) -> json(permission, withRoles))
					.toList(),
				LAST);
	}

	private static Map<String, @Nullable Object> json(RoleManagement.Permission permission, boolean withRoles) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", permission.id());
		json.put("key", permission.key());
		json.put("name", permission.name());
		json.put("description", permission.description());
		if (withRoles) {
			json.put("roles",
					permission.roles().stream().map((role) -> Map.of("id", role.id(), "key", role.key())).toList());
		}
		return json;
	}

	private ApiResponse overrideFlag(ApiRequest request) {
		FeatureFlagManagement flags = this.flags.get();
		if (flags == null) {
			throw ApiErrors.unavailable(FeatureFlagManagement.class, "feature flags");
		}
		String value = this.reader.value("value", RequestReader.parameter(request, "value"));
		flags.override(code(request), RequestReader.path(request, "key"), value);
		return ApiResponses.success();
	}

	private List<Map<String, String>> agreements(String customer) {
		BillingManagement billing = this.billing.get();
		return (billing == null) ? List.of()
				: billing.agreements(customer)
					.stream()
					.map((agreement) -> Map.of("plan_code", agreement.planCode(), "agreement_id", agreement.id()))
					.toList();
	}

	private ApiResponse create(ApiRequest request) {
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
