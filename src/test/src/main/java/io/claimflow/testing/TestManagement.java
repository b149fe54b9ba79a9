package io.claimflow.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.claimflow.fetch.FetchRequest;
import io.claimflow.fetch.FetchResponse;
import io.claimflow.management.ApiErrors;
import io.claimflow.management.ApiException;
import io.claimflow.management.ApiRequest;
import io.claimflow.management.ApiResource;
import io.claimflow.management.ApiResponse;
import io.claimflow.management.ApiResponses;
import io.claimflow.management.ApiRoute;
import io.claimflow.management.ApplicationManagement;
import io.claimflow.management.ApplicationManagement.Application;
import io.claimflow.management.ApplicationResource;
import io.claimflow.management.BillingResource;
import io.claimflow.management.BusinessManagement.Business;
import io.claimflow.management.BusinessResource;
import io.claimflow.management.ManagedUser;
import io.claimflow.management.MfaManagement;
import io.claimflow.management.MfaResource;
import io.claimflow.management.NewOrganization;
import io.claimflow.management.NewUser;
import io.claimflow.management.Organization;
import io.claimflow.management.OrganizationManagement;
import io.claimflow.management.OrganizationResource;
import io.claimflow.management.Property;
import io.claimflow.management.PropertyManagement;
import io.claimflow.management.PropertyOwner;
import io.claimflow.management.PropertyResource;
import io.claimflow.management.RequestReader;
import io.claimflow.management.RoleManagement;
import io.claimflow.management.UserChange;
import io.claimflow.management.UserIdentity;
import io.claimflow.management.UserManagement;
import io.claimflow.management.UserProfile;
import io.claimflow.management.UserResource;
import org.jspecify.annotations.Nullable;

/**
 * A server of management calls that keeps users, organizations and applications in
 * memory. What it reads and answers is the code of a real server. One run at a time uses
 * it; the next one finds what it has left.
 */
public final class TestManagement {

	private static final int BODY_BYTES = 64 * 1024;

	private static final int VALUE_LENGTH = 2048;

	private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

	private final Map<String, ManagedUser> users = new TreeMap<>();

	private final Map<String, String> passwords = new TreeMap<>();

	private final Map<String, Organization> organizations = new TreeMap<>();

	private final Map<String, Application> applications = new TreeMap<>();

	private final Map<String, MfaManagement.Factor> factors = new TreeMap<>();

	private final Map<String, List<RoleManagement.Role>> roles = new TreeMap<>();

	private final Map<String, List<RoleManagement.Permission>> permissions = new TreeMap<>();

	private final Map<PropertyOwner, Map<String, Map<String, String>>> properties = new TreeMap<>();

	private final Map<String, Map<String, String>> flags = new TreeMap<>();

	private final List<ApiRoute> routes;

	private int ids;

	/** A server that knows nobody yet. */
	public TestManagement() {
		RequestReader reader = new RequestReader(BODY_BYTES, VALUE_LENGTH);
		Users known = new Users();
		Organizations organizations = new Organizations();
		this.routes = List
			.of(new UserResource(() -> known, () -> (hash, method, salted) -> hash, reader),
					new MfaResource(() -> (user) -> Optional.ofNullable(this.factors.get(user)), this::requireUser),
					new PropertyResource(Properties::new,
							Map.of(PropertyOwner.USER, this::requireUser, PropertyOwner.ORGANIZATION,
									this::requireOrganization, PropertyOwner.APPLICATION, this::requireApplication),
							reader),
					new OrganizationResource(() -> organizations, () -> null, Roles::new, () -> this::setFlag,
							this::requireUser, reader),
					new ApplicationResource(() -> this::applications), new BillingResource(() -> null),
					new BusinessResource(() -> Business.of("bus_test", "Test")))
			.stream()
			.flatMap((resource) -> ((ApiResource) resource).routes().stream())
			.toList();
	}

	/** Adds a user. */
	public TestManagement user(ManagedUser user) {
		this.users.put(user.id(), user);
		return this;
	}

	/** Adds a user with an email address. */
	public TestManagement user(String id, String email) {
		return user(new ManagedUser(id, UserProfile.ofEmail(email), false, List.of(), CREATED, null));
	}

	/** Adds the second factor of a user. */
	public TestManagement factor(String userId, MfaManagement.Factor factor) {
		this.factors.put(userId, factor);
		return this;
	}

	/** Adds an organization. */
	public TestManagement organization(Organization organization) {
		this.organizations.put(organization.code(), organization);
		return this;
	}

	/** Adds an organization of which only code and name are known. */
	public TestManagement organization(String code, String name) {
		return organization(new Organization(code, name, null, null, CREATED, null));
	}

	/** Adds an application. */
	public TestManagement application(Application application) {
		this.applications.put(application.id(), application);
		return this;
	}

	/** Gives a user a role in an organization. */
	public TestManagement role(String organizationCode, String userId, RoleManagement.Role role) {
		this.roles.computeIfAbsent(organizationCode + ' ' + userId, (key) -> new ArrayList<>()).add(role);
		return this;
	}

	/** Gives a user a permission in an organization. */
	public TestManagement permission(String organizationCode, String userId, RoleManagement.Permission permission) {
		this.permissions.computeIfAbsent(organizationCode + ' ' + userId, (key) -> new ArrayList<>()).add(permission);
		return this;
	}

	/** Sets a property. */
	public TestManagement property(PropertyOwner owner, String ownerId, String key, String value) {
		values(owner, ownerId).put(key, value);
		return this;
	}

	Optional<MfaManagement.Factor> factor(String userId) {
		return Optional.ofNullable(this.factors.get(userId));
	}

	/** The users, in the order of their identifiers. */
	public List<ManagedUser> users() {
		return List.copyOf(this.users.values());
	}

	/** The organizations, in the order of their codes. */
	public List<Organization> organizations() {
		return List.copyOf(this.organizations.values());
	}

	/** The properties of an owner. */
	public Map<String, String> properties(PropertyOwner owner, String ownerId) {
		return Map.copyOf(values(owner, ownerId));
	}

	/** The hash of the password that a user was given, if one was. */
	public Optional<String> password(String userId) {
		return Optional.ofNullable(this.passwords.get(userId));
	}

	/** The feature flags that an organization was given. */
	public Map<String, String> featureFlags(String organizationCode) {
		return Map.copyOf(this.flags.getOrDefault(organizationCode, Map.of()));
	}

	void password(String userId, String hash) {
		this.passwords.put(userId, hash);
	}

	/** The keys of the roles of a user, by organization. */
	Map<String, List<String>> roles(String userId) {
		return ofUser(userId, this.roles, RoleManagement.Role::key);
	}

	/** The keys of the permissions of a user, by organization. */
	Map<String, List<String>> permissions(String userId) {
		return ofUser(userId, this.permissions, RoleManagement.Permission::key);
	}

	private static <T> Map<String, List<String>> ofUser(String userId, Map<String, List<T>> all,
			Function<T, String> key) {
		Map<String, List<String>> found = new LinkedHashMap<>();
		all.forEach((member, given) -> {
			if (member.endsWith(' ' + userId)) {
				found.put(member.substring(0, member.length() - userId.length() - 1), given.stream().map(key).toList());
			}
		});
		return found;
	}

	List<Application> applications() {
		return List.copyOf(this.applications.values());
	}

	private Map<String, String> values(PropertyOwner owner, String ownerId) {
		return this.properties.computeIfAbsent(owner, (kind) -> new TreeMap<>())
			.computeIfAbsent(ownerId, (id) -> new TreeMap<>());
	}

	/**
	 * Answers a call to a server.
	 * @param server the URL of the server
	 * @return the answer, or empty if this is no management call to that server
	 */
	synchronized Optional<FetchResponse> answer(FetchRequest request, String server) {
		if (!isFor(request, server)) {
			return Optional.empty();
		}
		ApiResponse response = response(request, URI.create(request.url()),
				server.length() + ApiResource.PATH.length());
		Map<String, String> headers = new LinkedHashMap<>(response.headers());
		headers.put("Content-Type", "application/json");
		return Optional.of(new FetchResponse(response.status(), headers, TestJson.write(response.body())));
	}

	/** Whether a call is a management call to a server. */
	boolean isFor(FetchRequest request, String server) {
		return !server.isEmpty() && request.url().startsWith(server + ApiResource.PATH + "/");
	}

	private ApiResponse response(FetchRequest request, URI url, int from) {
		String rest = request.url().substring(from);
		List<String> path = segments(rest.replaceFirst("[?#].*", ""));
		List<ApiRoute> found = this.routes.stream().filter((route) -> variables(route, path).isPresent()).toList();
		Optional<ApiRoute> route = found.stream().filter((one) -> one.method().equals(request.method())).findFirst();
		if (route.isEmpty()) {
			return found.isEmpty() ? ApiResponses.notFound() : ApiResponses
				.methodNotAllowed(found.stream().map(ApiRoute::method).distinct().collect(Collectors.joining(", ")));
		}
		Map<String, String> parameters = parameters(url);
		byte[] body = Optional.ofNullable(request.body()).orElse("").getBytes(StandardCharsets.UTF_8);
		try {
			return route.get()
				.handler()
				.handle(new ApiRequest(variables(route.get(), path).orElseThrow(),
						(name) -> Optional.ofNullable(parameters.get(name)), isJson(request),
						(maximum) -> Arrays.copyOf(body, Math.min(maximum, body.length)), "test-client"));
		}
		catch (ApiException ex) {
			return ApiResponses.of(ex);
		}
	}

	private static boolean isJson(FetchRequest request) {
		return request.headers()
			.entrySet()
			.stream()
			.anyMatch((header) -> header.getKey().equalsIgnoreCase("Content-Type")
					&& header.getValue().toLowerCase(Locale.ROOT).strip().matches("application/json(?:\\s*;.*)?"));
	}

	private static Optional<Map<String, String>> variables(ApiRoute route, List<String> path) {
		List<String> pattern = segments(route.path());
		if (pattern.size() != path.size()) {
			return Optional.empty();
		}
		Map<String, String> variables = new LinkedHashMap<>();
		for (int i = 0; i < path.size(); i++) {
			String part = pattern.get(i);
			if (part.startsWith("{")) {
				variables.put(part.substring(1, part.length() - 1), decoded(path.get(i).replace("+", "%2B")));
			}
			else if (!part.equals(path.get(i))) {
				return Optional.empty();
			}
		}
		return Optional.of(variables);
	}

	private static List<String> segments(String path) {
		return List.of(path.substring(1).split("/", -1));
	}

	private static Map<String, String> parameters(URI url) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String pair : Optional.ofNullable(url.getRawQuery()).orElse("").split("&")) {
			int end = pair.indexOf('=');
			parameters.putIfAbsent(decoded((end < 0) ? pair : pair.substring(0, end)),
					(end < 0) ? "" : decoded(pair.substring(end + 1)));
		}
		return parameters;
	}

	private static String decoded(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

	private String requireUser(String id) {
		if (!this.users.containsKey(id)) {
			throw UserResource.absent();
		}
		return id;
	}

	private String requireOrganization(String code) {
		if (!this.organizations.containsKey(code)) {
			throw OrganizationResource.absent();
		}
		return code;
	}

	private String requireApplication(String id) {
		if (!this.applications.containsKey(id)) {
			throw ApiErrors.absent("APPLICATION_NOT_FOUND", "There is no client with this identifier");
		}
		return id;
	}

	private List<ApplicationManagement.Application> applications(String after, int maximum) {
		return this.applications.values()
			.stream()
			.filter((application) -> application.id().compareTo(after) > 0)
			.limit(maximum)
			.toList();
	}

	void setFlag(String organizationCode, String key, String value) {
		this.flags.computeIfAbsent(organizationCode, (code) -> new TreeMap<>()).put(key, value);
	}

	/** The same each time, so that a test can say what it expects. */
	private String newId(String prefix) {
		return prefix + ++this.ids;
	}

	private final class Users implements UserManagement {

		@Override
		public Optional<ManagedUser> find(String id) {
			return Optional.ofNullable(TestManagement.this.users.get(id));
		}

		@Override
		public Optional<ManagedUser> findByEmail(String email) {
			return findBy("email", email);
		}

		private Optional<ManagedUser> findBy(String type, @Nullable String value) {
			return TestManagement.this.users.values()
				.stream()
				.filter((user) -> user.identities()
					.stream()
					.anyMatch(
							(identity) -> identity.type().equals(type) && identity.identity().equalsIgnoreCase(value)))
				.findFirst();
		}

		@Override
		public Creation create(NewUser user) {
			String code = user.organizationCode();
			if (code != null && !TestManagement.this.organizations.containsKey(code)) {
				throw new ApiException(400, "ORGANIZATION_NOT_FOUND",
						"There is no organization with the code of the body");
			}
			UserProfile profile = user.profile();
			Optional<ManagedUser> existing = findBy("email", profile.email())
				.or(() -> findBy("username", profile.username()))
				.or(() -> findBy("phone", profile.phone()));
			if (existing.isPresent()) {
				return new Creation(existing.get().id(), false);
			}
			String id = newId("user_");
			user(new ManagedUser(id, profile, false, (code != null) ? List.of(code) : List.of(), CREATED, null));
			return new Creation(id, true);
		}

		@Override
		public boolean setPassword(String id, String encodedPassword) {
			if (find(id).isEmpty()) {
				return false;
			}
			TestManagement.this.passwords.put(id, encodedPassword);
			return true;
		}

		@Override
		public Optional<ManagedUser> update(String id, UserChange change) {
			return find(id).map((user) -> {
				UserProfile old = user.profile();
				UserProfile profile = new UserProfile(old.email(), old.username(), old.phone(),
						change.firstName().orElse(old.firstName()), change.lastName().orElse(old.lastName()),
						change.picture().orElse(old.picture()), change.providedId().orElse(old.providedId()));
				ManagedUser changed = new ManagedUser(id, profile, change.suspended().orElse(user.suspended()),
						user.identities(), user.organizations(), user.createdAt(), user.billingCustomerId());
				user(changed);
				return changed;
			});
		}

		@Override
		public Optional<String> addIdentity(String id, UserIdentity identity) {
			return find(id).map((user) -> {
				findBy(identity.type(), identity.identity()).filter((other) -> !other.id().equals(id))
					.ifPresent((other) -> {
						throw new ApiException(400, "IDENTITY_TAKEN",
								"Another user has this identity: choose another one");
					});
				List<UserIdentity> identities = new ArrayList<>(user.identities());
				identities.add(identity);
				user(new ManagedUser(id, user.profile(), user.suspended(), identities, user.organizations(),
						user.createdAt(), user.billingCustomerId()));
				return newId("identity_");
			});
		}

	}

	private final class Organizations implements OrganizationManagement {

		@Override
		public Optional<Organization> find(String code) {
			return Optional.ofNullable(TestManagement.this.organizations.get(code));
		}

		@Override
		public List<Organization> list(String after, int maximum) {
			return TestManagement.this.organizations.values()
				.stream()
				.filter((organization) -> organization.code().compareTo(after) > 0)
				.limit(maximum)
				.toList();
		}

		@Override
		public Organization create(NewOrganization organization) {
			String handle = organization.handle();
			if (handle != null && TestManagement.this.organizations.values()
				.stream()
				.anyMatch((other) -> handle.equals(other.handle()))) {
				throw new ApiException(400, "ORGANIZATION_HANDLE_TAKEN",
						"Another organization has this handle: choose another one");
			}
			Organization created = new Organization(newId("org_"), organization.name(), handle,
					organization.externalId(), CREATED, organization.billingCustomer() ? newId("customer_") : null);
			organization(created);
			return created;
		}

	}

	private final class Roles implements RoleManagement {

		@Override
		public List<Role> roles(String organizationCode, String userId) {
			return TestManagement.this.roles.getOrDefault(organizationCode + ' ' + userId, List.of());
		}

		@Override
		public List<Permission> permissions(String organizationCode, String userId) {
			return TestManagement.this.permissions.getOrDefault(organizationCode + ' ' + userId, List.of());
		}

	}

	private final class Properties implements PropertyManagement {

		@Override
		public List<Property> list(PropertyOwner owner, String ownerId) {
			return values(owner, ownerId).entrySet()
				.stream()
				.map((property) -> new Property(
						"prop_" + UUID.nameUUIDFromBytes(property.getKey().getBytes(StandardCharsets.UTF_8))
							.toString()
							.replace("-", ""),
						property.getKey(), property.getKey(), null, property.getValue()))
				.toList();
		}

		@Override
		public void update(PropertyOwner owner, String ownerId, Map<String, @Nullable String> values) {
			values.forEach((key, value) -> {
				if (value == null) {
					values(owner, ownerId).remove(key);
				}
				else {
					values(owner, ownerId).put(key, value);
				}
			});
		}

	}

}
