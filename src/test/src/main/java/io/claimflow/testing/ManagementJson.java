package io.claimflow.testing;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.management.ApplicationManagement.Application;
import io.claimflow.management.ManagedUser;
import io.claimflow.management.MfaManagement;
import io.claimflow.management.Organization;
import io.claimflow.management.PropertyOwner;
import io.claimflow.management.RoleManagement;
import io.claimflow.management.UserProfile;
import org.jspecify.annotations.Nullable;

/**
 * What a server of management calls knows, as tests write and read it.
 */
final class ManagementJson {

	private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

	private static final Set<String> ALL = Set.of("users", "organizations", "applications");

	private static final Set<String> USER = Set.of("id", "email", "username", "phone", "firstName", "lastName",
			"picture", "providedId", "suspended", "organizations", "properties", "roles", "permissions", "mfa",
			"hashedPassword");

	private static final Set<String> ORGANIZATION = Set.of("code", "name", "handle", "externalId", "properties",
			"featureFlags");

	private static final Set<String> APPLICATION = Set.of("id", "name", "type", "properties");

	private ManagementJson() {
	}

	/**
	 * Reads what a server knows.
	 * @throws IllegalArgumentException if it is something else
	 */
	static TestManagement read(Map<String, Object> json) {
		check("management", json, ALL);
		TestManagement management = new TestManagement();
		objects(json, "organizations").forEach((organization) -> {
			check("An organization", organization, ORGANIZATION);
			String code = required("An organization", organization, "code");
			management.organization(new Organization(code, text(organization, "name").orElse(code),
					text(organization, "handle").orElse(null), text(organization, "externalId").orElse(null), CREATED,
					null));
			properties(management, PropertyOwner.ORGANIZATION, code, organization);
			object(organization, "featureFlags")
				.forEach((key, value) -> management.setFlag(code, key, String.valueOf(value)));
		});
		objects(json, "applications").forEach((application) -> {
			check("An application", application, APPLICATION);
			String id = required("An application", application, "id");
			management.application(
					new Application(id, text(application, "name").orElse(id), text(application, "type").orElse("reg")));
			properties(management, PropertyOwner.APPLICATION, id, application);
		});
		objects(json, "users").forEach((user) -> readUser(management, user));
		return management;
	}

	private static void readUser(TestManagement management, Map<String, Object> user) {
		check("A user", user, USER);
		String id = required("A user", user, "id");
		UserProfile profile = new UserProfile(text(user, "email").orElse(null), text(user, "username").orElse(null),
				text(user, "phone").orElse(null), text(user, "firstName").orElse(null),
				text(user, "lastName").orElse(null), text(user, "picture").orElse(null),
				text(user, "providedId").orElse(null));
		management.user(new ManagedUser(id, profile, Boolean.TRUE.equals(user.get("suspended")),
				texts(user.get("organizations")), CREATED, null));
		properties(management, PropertyOwner.USER, id, user);
		object(user, "roles").forEach((code, keys) -> texts(keys)
			.forEach((key) -> management.role(code, id, new RoleManagement.Role(key, key, key))));
		object(user, "permissions").forEach((code, keys) -> texts(keys).forEach((key) -> management.permission(code, id,
				new RoleManagement.Permission(key, key, key, null, List.of()))));
		text(user, "hashedPassword").ifPresent((hash) -> management.password(id, hash));
		text(user, "mfa").ifPresent((type) -> management.factor(id,
				new MfaManagement.Factor("mfa_" + id, type, null, true, 0, CREATED, null)));
	}

	private static void properties(TestManagement management, PropertyOwner owner, String id,
			Map<String, Object> json) {
		object(json, "properties").forEach((key, value) -> management.property(owner, id, key, String.valueOf(value)));
	}

	/** What a server knows. */
	static Map<String, Object> write(TestManagement management) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("users", management.users().stream().map((user) -> write(management, user)).toList());
		json.put("organizations",
				management.organizations().stream().map((organization) -> write(management, organization)).toList());
		json.put("applications", management.applications()
			.stream()
			.map((application) -> Map.of("id", application.id(), "name", application.name(), "type", application.type(),
					"properties", management.properties(PropertyOwner.APPLICATION, application.id())))
			.toList());
		return json;
	}

	private static Map<String, Object> write(TestManagement management, ManagedUser user) {
		Map<String, Object> json = new LinkedHashMap<>();
		UserProfile profile = user.profile();
		json.put("id", user.id());
		put(json, "email", profile.email());
		put(json, "username", profile.username());
		put(json, "phone", profile.phone());
		put(json, "firstName", profile.firstName());
		put(json, "lastName", profile.lastName());
		put(json, "picture", profile.picture());
		put(json, "providedId", profile.providedId());
		json.put("suspended", user.suspended());
		json.put("organizations", user.organizations());
		json.put("properties", management.properties(PropertyOwner.USER, user.id()));
		json.put("roles", management.roles(user.id()));
		json.put("permissions", management.permissions(user.id()));
		management.factor(user.id()).ifPresent((factor) -> json.put("mfa", factor.type()));
		management.password(user.id()).ifPresent((hash) -> json.put("hashedPassword", hash));
		return json;
	}

	private static Map<String, Object> write(TestManagement management, Organization organization) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("code", organization.code());
		json.put("name", organization.name());
		put(json, "handle", organization.handle());
		put(json, "externalId", organization.externalId());
		json.put("properties", management.properties(PropertyOwner.ORGANIZATION, organization.code()));
		json.put("featureFlags", management.featureFlags(organization.code()));
		return json;
	}

	private static void put(Map<String, Object> json, String name, @Nullable String value) {
		if (value != null) {
			json.put(name, value);
		}
	}

	private static void check(String what, Map<String, Object> json, Set<String> names) {
		for (String name : json.keySet()) {
			if (!names.contains(name)) {
				throw new IllegalArgumentException("%s has %s, and no \"%s\"".formatted(what,
						String.join(", ", names.stream().sorted().toList()), name));
			}
		}
	}

	private static String required(String what, Map<String, Object> json, String name) {
		return text(json, name)
			.orElseThrow(() -> new IllegalArgumentException("%s has no \"%s\"".formatted(what, name)));
	}

	private static Optional<String> text(Map<String, Object> json, String name) {
		return Optional.ofNullable(json.get(name)).map(String::valueOf);
	}

	private static List<String> texts(@Nullable Object json) {
		return (json instanceof List<?> list) ? list.stream().map(String::valueOf).toList() : List.of();
	}

	private static Map<String, Object> object(Map<String, Object> json, String name) {
		return (json.get(name) instanceof Map<?, ?> object) ? TestJson.object(object) : Map.of();
	}

	private static List<Map<String, Object>> objects(Map<String, Object> json, String name) {
		return (json.get(name) instanceof List<?> list)
				? list.stream().map((element) -> TestJson.object((Map<?, ?>) element)).toList() : List.of();
	}

}
