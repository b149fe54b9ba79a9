package io.claimflow.engine.realm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.claimflow.Event;
import io.claimflow.OnDemand;
import io.claimflow.Workflow;
import io.claimflow.kinde.KindeEvents;
import org.jspecify.annotations.Nullable;

/**
 * An event as the realm takes it: as JSON, with null in the place of what is secret and
 * of what is made on demand.
 * <p>
 * Secrets cross on their own. GraalJS remembers the names of properties for as long as
 * the engine lives, and a name that it has read from a JSON text keeps that whole text in
 * the heap.
 */
public final class EventJson {

	private final String text;

	private final Set<String> known;

	private final List<List<String>> secretPaths = new ArrayList<>();

	private final List<String> secrets = new ArrayList<>();

	private final List<List<String>> paths = new ArrayList<>();

	private final List<OnDemand> onDemand = new ArrayList<>();

	public EventJson(Workflow workflow, Event event) {
		Map<String, Object> context = new LinkedHashMap<>(event.context());
		Map.Entry<String, Object> own = KindeEvents.workflow(workflow.trigger());
		context.put(own.getKey(), own.getValue());
		this.known = event.secrets();
		this.text = Json.write(Map.of(KindeEvents.REQUEST, object(event.request(), List.of(KindeEvents.REQUEST)),
				KindeEvents.CONTEXT, object(context, List.of(KindeEvents.CONTEXT))));
	}

	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	private Map<String, Object> object(Map<String, Object> object, List<String> path) {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>(object);
		copy.replaceAll((name, value) -> value(value, path, name));
		return copy;
	}

	@SuppressWarnings("NullAway") // a list of JSON types may have null values
	private List<Object> list(List<Object> list, List<String> path) {
		List<@Nullable Object> copy = new ArrayList<>(list);
		for (int i = 0; i < copy.size(); i++) {
			copy.set(i, value(copy.get(i), path, String.valueOf(i)));
		}
		return copy;
	}

	@SuppressWarnings("unchecked")
	private @Nullable Object value(@Nullable Object value, List<String> above, String name) {
		if (value instanceof Map<?, ?> object) {
			return object((Map<String, Object>) object, path(above, name));
		}
		if (value instanceof List<?> list) {
			return list((List<Object>) list, path(above, name));
		}
		if (value instanceof OnDemand made) {
			this.paths.add(path(above, name));
			this.onDemand.add(made);
			return null;
		}
		if (value instanceof String text && this.known.contains(text)) {
			this.secretPaths.add(path(above, name));
			this.secrets.add(text);
			return null;
		}
		return value;
	}

	private static List<String> path(List<String> above, String name) {
		List<String> path = new ArrayList<>(above);
		path.add(name);
		return path;
	}

	/**
	 * What the kernel makes the argument of the workflow's function of: the event; if
	 * there is something secret in it, also where in it something is made on demand, and
	 * where each of the secrets is that follow.
	 */
	Object[] arguments() {
		List<String> arguments = new ArrayList<>(List.of(this.text));
		if (isSecret()) {
			arguments.add(Json.write(this.paths));
			arguments.add(Json.write(this.secretPaths));
			arguments.addAll(this.secrets);
		}
		return arguments.toArray();
	}

	/** The event without what is secret. */
	public String text() {
		return this.text;
	}

	/** Whether there is something secret in it. */
	public boolean isSecret() {
		return !this.known.isEmpty() || !this.onDemand.isEmpty();
	}

	/** How the one at a path is called in an error. */
	public String name(int index) {
		return "event." + String.join(".", this.paths.get(index));
	}

	/** What makes the one at a path. */
	public OnDemand onDemand(int index) {
		return this.onDemand.get(index);
	}

}
