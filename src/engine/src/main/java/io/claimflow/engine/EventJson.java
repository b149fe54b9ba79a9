package io.claimflow.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Event;
import io.claimflow.OnDemand;
import io.claimflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * An event as the realm takes it: as JSON, with null in the place of what is made on
 * demand.
 */
final class EventJson {

	private final Map<String, Object> argument;

	private final boolean secret;

	private final List<List<String>> paths = new ArrayList<>();

	private final List<OnDemand> onDemand = new ArrayList<>();

	EventJson(Workflow workflow, Event event) {
		Map<String, Object> context = new LinkedHashMap<>(event.context());
		context.put("workflow", Map.of("trigger", workflow.trigger().id()));
		this.argument = Map.of("request", event.request(), "context", object(context, List.of("context")));
		this.secret = !event.secrets().isEmpty() || !this.onDemand.isEmpty();
	}

	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	private Map<String, Object> object(Map<String, Object> object, List<String> path) {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>(object);
		copy.replaceAll((name, value) -> value(value, path, name));
		return copy;
	}

	@SuppressWarnings("unchecked")
	private @Nullable Object value(@Nullable Object value, List<String> above, String name) {
		if (!(value instanceof Map) && !(value instanceof OnDemand)) {
			return value;
		}
		List<String> path = new ArrayList<>(above);
		path.add(name);
		if (value instanceof Map<?, ?> object) {
			return object((Map<String, Object>) object, path);
		}
		this.paths.add(path);
		this.onDemand.add((OnDemand) value);
		return null;
	}

	/** The argument of the workflow's function. */
	String argument() {
		return Json.write(this.argument);
	}

	/** Where in it something is made on demand, as JSON. */
	Optional<String> paths() {
		return this.paths.isEmpty() ? Optional.empty() : Optional.of(Json.write(this.paths));
	}

	/** Whether there is something secret in it. */
	boolean isSecret() {
		return this.secret;
	}

	/** How the one at a path is called in an error. */
	String name(int index) {
		return "event." + String.join(".", this.paths.get(index));
	}

	/** What makes the one at a path. */
	OnDemand onDemand(int index) {
		return this.onDemand.get(index);
	}

}
