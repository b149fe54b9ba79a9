package io.claimflow.management;

import java.util.ArrayList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code users|applications|organizations/{id}/properties}.
 */
public final class PropertyResource implements ApiResource {

	private final Supplier<@Nullable PropertyManagement> properties;

	private final Map<PropertyOwner, Function<String, String>> owners;

	private final RequestReader reader;

	/**
	 * Creates the resource.
	 * @param owners for each kind of owner, what returns the identifier of the one with
	 * an identifier, or throws if there is none
	 */
	public PropertyResource(Supplier<@Nullable PropertyManagement> properties,
			Map<PropertyOwner, Function<String, String>> owners, RequestReader reader) {
		this.properties = properties;
		this.owners = Map.copyOf(owners);
		this.reader = reader;
	}

	@Override
	public List<ApiRoute> routes() {
		List<ApiRoute> routes = new ArrayList<>();
		for (PropertyOwner owner : PropertyOwner.values()) {
			String path = "/" + owner.text() + "s/{id}/properties";
			String scope = owner.text() + "_properties";
			routes.add(new ApiRoute("GET", path, "read:" + scope, (request) -> list(request, owner)));
			routes.add(new ApiRoute("PATCH", path, "update:" + scope, (request) -> update(request, owner)));
			routes.add(new ApiRoute("PUT", path + "/{key}", "update:" + scope, (request) -> set(request, owner)));
		}
		return List.copyOf(routes);
	}

	private PropertyManagement properties() {
		PropertyManagement properties = this.properties.get();
		if (properties == null) {
			throw ApiErrors.unavailable(PropertyManagement.class, "properties");
		}
		return properties;
	}

	private String ownerId(ApiRequest request, PropertyOwner owner) {
		Function<String, String> known = this.owners.get(owner);
		String id = RequestReader.path(request, "id");
		return (known != null) ? known.apply(id) : id;
	}

	private ApiResponse list(ApiRequest request, PropertyOwner owner) {
		PropertyManagement properties = properties();
		Map<String, @Nullable Object> end = new LinkedHashMap<>();
		end.put("next_token", null);
		return ApiResponses.success("properties",
				properties.list(owner, ownerId(request, owner)).stream().map(PropertyResource::json).toList(), end);
	}

	private static Map<String, @Nullable Object> json(Property property) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", property.id());
		json.put("name", property.name());
		json.put("description", property.description());
		json.put("key", property.key());
		json.put("value", property.value());
		return json;
	}

	private ApiResponse update(ApiRequest request, PropertyOwner owner) {
		JsonNode values = this.reader.body(request).path("properties");
		if (!values.isObject()) {
			throw ApiErrors.invalid("'properties' is no object in the body");
		}
		Map<String, @Nullable String> texts = new LinkedHashMap<>();
		values.properties().forEach((entry) -> {
			String key = RequestReader.key("the key of a property", entry.getKey());
			texts.put(key, text(key, entry.getValue()));
		});
		properties().update(owner, ownerId(request, owner), texts);
		return ApiResponses.success();
	}

	private ApiResponse set(ApiRequest request, PropertyOwner owner) {
		String key = RequestReader.path(request, "key");
		String value = request.param("value")
			.orElseThrow(() -> ApiErrors.invalid("The parameter 'value' is missing: add it to the query"));
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		values.put(key, this.reader.value("value", value));
		properties().update(owner, ownerId(request, owner), values);
		return ApiResponses.success();
	}

	private @Nullable String text(String key, JsonNode value) {
		if (value.isNull()) {
			return null;
		}
		if (value.isContainer()) {
			throw ApiErrors
				.invalid("The property '" + key + "' is an object or an array: send a text, such as its JSON");
		}
		return this.reader.value(key, value.asString());
	}

}
