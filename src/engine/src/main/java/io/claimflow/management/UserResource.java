package io.claimflow.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code user}, {@code users}, {@code users/{id}/password} and
 * {@code users/{id}/identities}.
 */
public final class UserResource implements ApiResource {

	private static final String READ = "read:users";

	private static final List<String> IDENTITIES = List.of("email", "username", "phone");

	private final Supplier<@Nullable UserManagement> users;

	private final Supplier<? extends PasswordHashes> passwords;

	private final RequestReader reader;

	public UserResource(Supplier<@Nullable UserManagement> users, Supplier<? extends PasswordHashes> passwords,
			RequestReader reader) {
		this.users = users;
		this.passwords = passwords;
		this.reader = reader;
	}

	@Override
	public List<ApiRoute> routes() {
		return List.of(new ApiRoute("GET", "/user", READ, this::get),
				new ApiRoute("POST", "/user", "create:users", this::create),
				new ApiRoute("GET", "/users", READ, this::search),
				new ApiRoute("PUT", "/users/{id}/password", "update:user_passwords", this::setPassword),
				new ApiRoute("PATCH", "/user", "update:users", this::update),
				new ApiRoute("POST", "/users/{id}/identities", "create:user_identities", this::addIdentity));
	}

	private UserManagement users() {
		UserManagement users = this.users.get();
		if (users == null) {
			throw ApiErrors.unavailable(UserManagement.class, "users");
		}
		return users;
	}

	private ApiResponse get(ApiRequest request) {
		String id = RequestReader.parameter(request, "id");
		return ApiResponses
			.of(users().find(id).map((user) -> json(user, "preferred_email")).orElseThrow(UserResource::absent));
	}

	public static ApiException absent() {
		return ApiErrors.absent("USER_NOT_FOUND", "There is no user with this identifier");
	}

	private ApiResponse search(ApiRequest request) {
		Optional<String> id = RequestReader.optionalParameter(request, "user_id");
		Optional<String> email = RequestReader.optionalParameter(request, "email");
		if (id.isEmpty() && email.isEmpty()) {
			throw ApiErrors.invalid("Neither 'user_id' nor 'email' is in the query: add one of them");
		}
		UserManagement users = users();
		List<Map<String, @Nullable Object>> found = (id.isPresent() ? users.find(id.get())
				: users.findByEmail(email.get()))
			.filter((user) -> email.isEmpty() || hasEmail(user, email.get()))
			.map((user) -> json(user, "email"))
			.stream()
			.toList();
		Map<String, @Nullable Object> end = new LinkedHashMap<>();
		end.put("next_token", null);
		return ApiResponses.success("users", found, end);
	}

	private static boolean hasEmail(ManagedUser user, String email) {
		return user.identities()
			.stream()
			.anyMatch((identity) -> identity.type().equals("email") && identity.identity().equalsIgnoreCase(email));
	}

	private static Map<String, @Nullable Object> json(ManagedUser user, String email) {
		UserProfile profile = user.profile();
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", user.id());
		json.put("provided_id", profile.providedId());
		json.put(email, profile.email());
		json.put("phone", profile.phone());
		json.put("username", profile.username());
		json.put("first_name", profile.firstName());
		json.put("last_name", profile.lastName());
		json.put("picture", profile.picture());
		json.put("is_suspended", user.suspended());
		json.put("created_on", (user.createdAt() != null) ? user.createdAt().toString() : null);
		json.put("organizations", user.organizations());
		json.put("identities",
				user.identities()
					.stream()
					.map((identity) -> Map.of("type", identity.type(), "identity", identity.identity()))
					.toList());
		if (user.billingCustomerId() != null) {
			json.put("billing", Map.of("customer_id", user.billingCustomerId()));
		}
		return json;
	}

	private ApiResponse create(ApiRequest request) {
		JsonNode body = this.reader.body(request);
		JsonNode name = body.path("profile");
		Map<String, String> identities = new LinkedHashMap<>();
		for (JsonNode identity : RequestReader.objects(body, "identities")) {
			String type = this.reader.text(identity, "type");
			if (!IDENTITIES.contains(type)) {
				throw ApiErrors.invalid("'type' of an identity is none of email, username and phone");
			}
			if (identities.put(type,
					RequestReader.key(type, this.reader.text(identity.path("details"), type))) != null) {
				throw ApiErrors.invalid("There are two identities of the type " + type + ": send one");
			}
		}
		if (identities.isEmpty()) {
			throw ApiErrors
				.invalid("'identities' has no email address, username or phone number, so the user could not sign in");
		}
		UserProfile profile = new UserProfile(identities.get("email"), identities.get("username"),
				identities.get("phone"), this.reader.optionalText(name, "given_name"),
				this.reader.optionalText(name, "family_name"), this.reader.optionalText(name, "picture"),
				this.reader.optionalText(body, "provided_id"));
		UserManagement.Creation creation = users()
			.create(new NewUser(profile, this.reader.optionalText(body, "organization_code")));
		return ApiResponses.of(Map.of("id", creation.id(), "created", creation.created(), "identities",
				identities.keySet()
					.stream()
					.map((type) -> Map.of("type", type, "result", Map.of("created", creation.created())))
					.toList()));
	}

	private ApiResponse update(ApiRequest request) {
		String id = RequestReader.parameter(request, "id");
		JsonNode body = this.reader.body(request);
		if (RequestReader.flag(body, "is_password_reset_requested")) {
			throw new ApiException(400, "PASSWORD_RESET_UNSUPPORTED",
					"This server asks nobody for a new password: leave is_password_reset_requested out");
		}
		UserChange change = new UserChange(optional(body, "given_name"), optional(body, "family_name"),
				optional(body, "picture"), optional(body, "provided_id"), body.hasNonNull("is_suspended")
						? Optional.of(RequestReader.flag(body, "is_suspended")) : Optional.empty());
		return ApiResponses.of(users().update(id, change).map(UserResource::changed).orElseThrow(UserResource::absent));
	}

	private Optional<String> optional(JsonNode body, String name) {
		return Optional.ofNullable(this.reader.optionalText(body, name));
	}

	private static Map<String, @Nullable Object> changed(ManagedUser user) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", user.id());
		json.put("given_name", user.profile().firstName());
		json.put("family_name", user.profile().lastName());
		json.put("email", user.profile().email());
		json.put("is_suspended", user.suspended());
		json.put("is_password_reset_requested", false);
		json.put("picture", user.profile().picture());
		return json;
	}

	private ApiResponse addIdentity(ApiRequest request) {
		JsonNode body = this.reader.body(request);
		String type = this.reader.text(body, "type");
		if (!IDENTITIES.contains(type)) {
			throw ApiErrors.invalid("'type' is none of email, username and phone");
		}
		String id = users()
			.addIdentity(RequestReader.path(request, "id"),
					new UserIdentity(type, RequestReader.key("value", this.reader.text(body, "value"))))
			.orElseThrow(UserResource::absent);
		return ApiResponses.of(201,
				Map.of("code", "IDENTITY_CREATED", "message", "Identity created", "identity", Map.of("id", id)));
	}

	private ApiResponse setPassword(ApiRequest request) {
		JsonNode body = this.reader.body(request);
		if (RequestReader.flag(body, "is_temporary_password")) {
			throw new ApiException(400, "PASSWORD_TEMPORARY_UNSUPPORTED",
					"This server asks nobody to replace a temporary password: set is_temporary_password to false");
		}
		String encoded = this.passwords.get()
			.encoded(this.reader.text(body, "hashed_password"), this.reader.optionalText(body, "hashing_method"),
					this.reader.optionalText(body, "salt") != null);
		if (!users().setPassword(RequestReader.path(request, "id"), encoded)) {
			throw absent();
		}
		return ApiResponses.success();
	}

}
