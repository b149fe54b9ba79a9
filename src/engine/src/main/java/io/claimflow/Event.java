package io.claimflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The one argument of a workflow's function, as JSON types: {@code String},
 * {@code Boolean}, {@code Integer}, {@code Long}, {@code Double}, {@code List},
 * {@code Map} and null.
 *
 * @param request the request: {@code auth.audience}, {@code ip}, {@code userAgent} …
 * @param context the context: {@code user}, {@code application}, {@code domains} …, and
 * {@link OnDemand} for what is made when the workflow reads it
 * @param secrets the values of the event that are secret, such as a password. The
 * workflow sees them; whatever a run says has them masked
 */
public record Event(Map<String, Object> request, Map<String, Object> context, Set<String> secrets) {

	private static final String MASK = "******";

	public Event {
		secrets = Set.copyOf(secrets);
	}

	/** An event without secrets. */
	public Event(Map<String, Object> request, Map<String, Object> context) {
		this(request, context, Set.of());
	}

	/** This event with a mask in the place of each secret, to be recorded and shown. */
	public Event masked() {
		return new Event(masked(this.request), masked(this.context));
	}

	private Map<String, Object> masked(Map<String, Object> object) {
		Map<String, Object> masked = new LinkedHashMap<>();
		object.forEach((name, value) -> masked.put(name, masked(value)));
		return masked;
	}

	@SuppressWarnings({ "unchecked", "NullAway" }) // a JSON type may be null
	private Object masked(@Nullable Object value) {
		if (value instanceof Map<?, ?> object) {
			return masked((Map<String, Object>) object);
		}
		if (value instanceof List<?> list) {
			List<Object> masked = new ArrayList<>();
			list.forEach((element) -> masked.add(masked(element)));
			return masked;
		}
		boolean secret = value instanceof OnDemand || (value instanceof String text && this.secrets.contains(text));
		return secret ? MASK : value;
	}

	/** Names what is there, and keeps the values out of logs. */
	@Override
	public String toString() {
		return "Event[request=" + this.request.keySet() + ", context=" + this.context.keySet() + "]";
	}

}
