package io.claimflow.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.claimflow.Event;
import io.claimflow.Trigger;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Typical events, one of each trigger that is built in.
 */
public final class SampleEvents {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final JsonNode EVENTS = read();

	/** Where events have what is secret. */
	private static final List<String> SECRETS = List.of("password", "hashedPassword", "firstPassword",
			"secondPassword");

	private SampleEvents() {
	}

	private static JsonNode read() {
		try (InputStream in = Objects.requireNonNull(SampleEvents.class.getResourceAsStream("events.json"))) {
			return MAPPER.readTree(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A typical event of a trigger, which the caller may change. One that an application
	 * declares has an empty one.
	 * @return an object with {@code request} and {@code context}, as JSON types
	 */
	public static Map<String, Object> of(Trigger trigger) {
		JsonNode event = EVENTS.path(trigger.id());
		if (event.isObject()) {
			return MAPPER.convertValue(event, new TypeReference<>() {
			});
		}
		Map<String, Object> empty = new LinkedHashMap<>();
		empty.put("request", new LinkedHashMap<>());
		empty.put("context", new LinkedHashMap<>());
		return empty;
	}

	/**
	 * An event as the engine takes it: passwords are secret.
	 * @param request what it has as {@code request}, as JSON types
	 * @param context what it has as {@code context}, as JSON types
	 */
	public static Event event(Map<String, Object> request, Map<String, Object> context) {
		Set<String> secrets = new LinkedHashSet<>();
		if (context.get("auth") instanceof Map<?, ?> auth) {
			SECRETS.forEach((name) -> {
				if (auth.get(name) instanceof String secret && !secret.isEmpty()) {
					secrets.add(secret);
				}
			});
		}
		return new Event(request, context, secrets);
	}

}
