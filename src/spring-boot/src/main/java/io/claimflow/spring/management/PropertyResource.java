package io.claimflow.spring.management;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpMethod;

/**
 * {@code users|applications|organizations/{id}/properties}.
 */
final class PropertyResource implements ApiResource {

	private final Supplier<@Nullable PropertyManagement> properties;

	private final Map<PropertyOwner, Function<String, String>> owners;

	/**
	 * Creates the resource.
	 * @param owners for each kind of owner, what returns the identifier of the one with
	 * an identifier, or throws if there is none
	 */
	PropertyResource(Supplier<@Nullable PropertyManagement> properties,
			Map<PropertyOwner, Function<String, String>> owners) {
		this.properties = properties;
		this.owners = Map.copyOf(owners);
	}

	@Override
	public List<ApiOperation> operations() {
		List<ApiOperation> operations = new ArrayList<>();
		for (PropertyOwner owner : PropertyOwner.values()) {
			String path = "/" + owner.text() + "s/{id}/properties";
			String scope = owner.text() + "_properties";
			operations.add(ApiOperation.of(HttpMethod.GET, path, "read:" + scope, (request) -> list(request, owner)));
			operations
				.add(ApiOperation.of(HttpMethod.PATCH, path, "update:" + scope, (request) -> update(request, owner)));
		}
		return operations;
	}

	private PropertyManagement properties() {
		PropertyManagement properties = this.properties.get();
		if (properties == null) {
			throw ApiException.unavailable(PropertyManagement.class, "properties");
		}
		return properties;
	}

	private String ownerId(ApiRequest request, PropertyOwner owner) {
		Function<String, String> known = this.owners.get(owner);
		String id = request.path("id");
		return (known != null) ? known.apply(id) : id;
	}

	private ApiAnswer list(ApiRequest request, PropertyOwner owner) {
		PropertyManagement properties = properties();
		Map<String, @Nullable Object> end = new LinkedHashMap<>();
		end.put("next_token", null);
		return ApiAnswer.success("properties",
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

	private ApiAnswer update(ApiRequest request, PropertyOwner owner) {
		JsonNode values = request.body().path("properties");
		if (!values.isObject()) {
			throw ApiException.invalid("'properties' is no object in the body");
		}
		Map<String, @Nullable String> texts = new LinkedHashMap<>();
		values.properties().forEach((entry) -> {
			String key = ApiRequest.key("the key of a property", entry.getKey());
			texts.put(key, text(request, key, entry.getValue()));
		});
		properties().update(owner, ownerId(request, owner), texts);
		return ApiAnswer.success();
	}

	private static @Nullable String text(ApiRequest request, String key, JsonNode value) {
		if (value.isNull()) {
			return null;
		}
		if (value.isContainer()) {
			throw ApiException
				.invalid("The property '" + key + "' is an object or an array: send a text, such as its JSON");
		}
		return request.value(key, value.asString());
	}

}
