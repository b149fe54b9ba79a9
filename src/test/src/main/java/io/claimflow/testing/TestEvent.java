package io.claimflow.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.claimflow.Event;
import io.claimflow.Trigger;
import io.claimflow.sample.SampleEvents;
import org.jspecify.annotations.Nullable;

/**
 * An event to run a workflow with. It begins as a typical one of its trigger; what a test
 * is about is set. Immutable.
 */
public final class TestEvent {

	private final String trigger;

	private final Map<String, Object> json;

	private TestEvent(String trigger, Map<String, Object> json) {
		this.trigger = trigger;
		this.json = json;
	}

	/**
	 * A typical event of a trigger. One that an application declares has an empty one.
	 */
	public static TestEvent of(Trigger trigger) {
		return new TestEvent(trigger.id(), SampleEvents.of(trigger));
	}

	/**
	 * A typical event of a built-in trigger.
	 * @param trigger the trigger's identifier, such as {@code m2m:token_generation}
	 * @throws IllegalArgumentException if there is no such trigger
	 */
	public static TestEvent of(String trigger) {
		return Trigger.builtIn()
			.stream()
			.filter((known) -> known.id().equals(trigger))
			.findFirst()
			.map(TestEvent::of)
			.orElseThrow(() -> new IllegalArgumentException("There is no trigger \"%s\"; there are %s"
				.formatted(trigger, Trigger.builtIn().stream().map(Trigger::id).sorted().toList())));
	}

	/**
	 * An event that is given as a whole.
	 * @param trigger the trigger's identifier
	 * @param event an object with {@code request} and {@code context}, as JSON types
	 * @throws IllegalArgumentException if it has something else
	 */
	public static TestEvent exactly(String trigger, Map<String, Object> event) {
		return empty(trigger).with(event);
	}

	private static TestEvent empty(String trigger) {
		Map<String, Object> empty = new LinkedHashMap<>();
		empty.put("request", new LinkedHashMap<>());
		empty.put("context", new LinkedHashMap<>());
		return new TestEvent(trigger, empty);
	}

	/** The identifier of the trigger that it is an event of. */
	public String trigger() {
		return this.trigger;
	}

	/**
	 * This event with more members. Objects are merged; all else takes the place of what
	 * is there.
	 * @param overrides an object with {@code request}, {@code context} or both, as JSON
	 * types
	 * @throws IllegalArgumentException if it has something else
	 */
	public TestEvent with(Map<String, Object> overrides) {
		overrides.forEach((name, value) -> {
			if (!this.json.containsKey(name) || !(value instanceof Map<?, ?>)) {
				throw new IllegalArgumentException(
						"An event has the objects request and context, and \"%s\" is neither".formatted(name));
			}
		});
		Map<String, Object> changed = TestJson.copy(this.json);
		TestJson.merge(changed, overrides);
		return new TestEvent(this.trigger, changed);
	}

	/**
	 * This event with another value.
	 * @param path where it goes, such as {@code context.user.id}; what is missing on the
	 * way is made
	 * @param value the value as a JSON type
	 * @throws IllegalArgumentException if the path does not begin with {@code request} or
	 * {@code context}, or leads through what is no object
	 */
	public TestEvent with(String path, @Nullable Object value) {
		Map<String, Object> changed = TestJson.copy(this.json);
		String[] steps = path.split("\\.", -1);
		Map<String, Object> object = changed;
		if (steps.length < 2 || !changed.containsKey(steps[0])) {
			throw new IllegalArgumentException(
					"\"%s\" is no path in an event; write one such as context.user.id".formatted(path));
		}
		for (int i = 0; i < steps.length - 1; i++) {
			Object next = object.computeIfAbsent(steps[i], (step) -> new LinkedHashMap<>());
			if (!(next instanceof Map<?, ?> inner)) {
				throw new IllegalArgumentException("\"%s\" leads through %s, which is no object".formatted(path,
						String.join(".", List.of(steps).subList(0, i + 1))));
			}
			object = TestJson.object(inner);
		}
		put(object, steps[steps.length - 1], TestJson.copy(value));
		return new TestEvent(this.trigger, changed);
	}

	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	private static void put(Map<String, Object> object, String name, @Nullable Object value) {
		object.put(name, value);
	}

	/** The event as the engine takes it: passwords are secret. */
	public Event event() {
		return SampleEvents.event(TestJson.copy(member("request")), TestJson.copy(context()));
	}

	/** The event as JSON types. */
	public Map<String, Object> json() {
		return TestJson.copy(this.json);
	}

	Map<String, Object> context() {
		return member("context");
	}

	private Map<String, Object> member(String name) {
		return TestJson.object((Map<?, ?>) Objects.requireNonNull(this.json.get(name)));
	}

	/** A text in it, if there is one at the path. */
	Optional<String> text(String path) {
		return value(path).filter(String.class::isInstance).map(String.class::cast);
	}

	Optional<Object> value(String path) {
		Object value = this.json;
		for (String step : path.split("\\.")) {
			value = (value instanceof Map<?, ?> object) ? object.get(step) : null;
		}
		return Optional.ofNullable(value);
	}

	/** Names what is there, and keeps the values out of logs. */
	@Override
	public String toString() {
		return "TestEvent[trigger=" + this.trigger + "]";
	}

}
