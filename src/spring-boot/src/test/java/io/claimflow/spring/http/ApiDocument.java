package io.claimflow.spring.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An OpenAPI document of calls, and a check of every answer that a test gets.
 */
public final class ApiDocument {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	private final Class<?> calls;

	/**
	 * Opens a document.
	 * @param calls a type beside it
	 */
	public ApiDocument(Class<?> calls) {
		this.calls = calls;
	}

	public ObjectNode read() {
		try {
			return (ObjectNode) JSON
				.readTree(new ClassPathResource("openapi.json", this.calls).getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The operations by method and path. */
	public Map<String, JsonNode> operations() {
		Map<String, JsonNode> operations = new TreeMap<>();
		read().path("paths")
			.properties()
			.forEach((path) -> path.getValue()
				.properties()
				.forEach((method) -> operations.put(method.getKey().toUpperCase() + " " + path.getKey(),
						method.getValue())));
		return operations;
	}

	/** Asserts that an answer is one of those that the document has for its call. */
	public void check(Answer answer) {
		String path = answer.path().replaceFirst("\\?.*", "");
		Map<String, JsonNode> operations = operations();
		JsonNode exact = operations.get(answer.method() + " " + path);
		if (exact != null) {
			check(path, exact, answer);
			return;
		}
		operations.forEach((name, operation) -> {
			String pattern = name.replaceAll("\\{\\w+}", "[^/]+");
			if ((answer.method() + " " + path).matches(pattern)) {
				check(name, operation, answer);
			}
		});
	}

	private void check(String name, JsonNode operation, Answer answer) {
		JsonNode response = operation.path("responses").path(String.valueOf(answer.status()));
		assertThat(response.isMissingNode()).as("%s answers %d: %s", name, answer.status(), answer.text()).isFalse();
		String type = answer.header("Content-Type").replaceFirst(";.*", "");
		JsonNode content = response.path("content").path(type);
		assertThat(content.isMissingNode()).as("%s answers %d as %s", name, answer.status(), type).isFalse();
		if (content.has("schema")) {
			ObjectNode schema = JSON.createObjectNode();
			schema.set("components", read().path("components"));
			schema.setAll((ObjectNode) content.path("schema"));
			Schema validator = SCHEMAS.getSchema(schema);
			assertThat(validator.validate(answer.json())).as("%s answers %d: %s", name, answer.status(), answer.text())
				.isEmpty();
		}
	}

	/** An answer of a server's. */
	public interface Answer {

		String method();

		String path();

		int status();

		String header(String name);

		String text();

		JsonNode json();

	}

}
