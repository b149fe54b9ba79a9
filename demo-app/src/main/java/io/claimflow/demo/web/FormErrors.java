package io.claimflow.demo.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import io.claimflow.spring.form.FormDecision;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a form that somebody has sent: what the server found by itself, and
 * what workflows found. The fields have the names that workflows give them, where they
 * have such a name.
 */
final class FormErrors {

	private final Map<String, List<String>> byField = new LinkedHashMap<>();

	private final List<String> general = new ArrayList<>();

	/**
	 * Of a form without any errors yet.
	 * @param fields the names of its fields, as they follow each other
	 */
	FormErrors(String... fields) {
		for (String field : fields) {
			this.byField.put(field, new ArrayList<>());
		}
	}

	/** Adds an error. What is said of a field that the form does not have goes on top. */
	void add(String field, String message) {
		List<String> messages = this.byField.getOrDefault(field, this.general);
		if (!messages.contains(message)) {
			messages.add(message);
		}
	}

	/** Adds what is wrong with the form as a whole. */
	void addGeneral(@Nullable String message) {
		this.general.add((message != null) ? message : "That did not work.");
	}

	/** Adds what a workflow found. */
	void add(FormDecision decision) {
		if (decision instanceof FormDecision.Denied denied) {
			addGeneral(denied.reason());
		}
		else if (decision instanceof FormDecision.Invalid invalid) {
			invalid.errors().forEach((error) -> add(error.field(), error.message()));
		}
	}

	/** Whether nothing is wrong. */
	public boolean isEmpty() {
		return this.general.isEmpty() && this.byField.values().stream().allMatch(List::isEmpty);
	}

	/** What is wrong with the form as a whole. */
	public List<String> general() {
		return this.general;
	}

	/** What is wrong with a field. */
	public List<String> of(String field) {
		return this.byField.getOrDefault(field, List.of());
	}

	/** The ids of what describes a field: its hint and what is wrong. */
	public @Nullable String describedBy(String field, boolean hint) {
		StringJoiner ids = new StringJoiner(" ");
		if (hint) {
			ids.add(field + "-hint");
		}
		if (!this.general.isEmpty() && startsAt(field)) {
			ids.add("form-error");
		}
		if (!of(field).isEmpty()) {
			ids.add(field + "-error");
		}
		return (ids.length() > 0) ? ids.toString() : null;
	}

	/**
	 * Whether a field is where the user begins: the first with an error, or the first.
	 */
	public boolean startsAt(String field) {
		return this.byField.keySet()
			.stream()
			.filter((name) -> !of(name).isEmpty())
			.findFirst()
			.or(() -> this.byField.keySet().stream().findFirst())
			.filter(field::equals)
			.isPresent();
	}

}
