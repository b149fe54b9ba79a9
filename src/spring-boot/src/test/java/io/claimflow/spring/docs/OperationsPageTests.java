package io.claimflow.spring.docs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.claimflow.Failure;
import io.claimflow.Outcome;
import io.claimflow.fetch.FetchFailure;
import io.claimflow.spring.observation.DeployObservationContext;
import io.claimflow.spring.observation.WorkflowObservation;
import io.claimflow.spring.run.WorkflowRuns;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the page on operations against a server with a failed run and a rejected project.
 */
class OperationsPageTests {

	private static final Page PAGE = Page.named("docs/operations.md");

	private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

	private static AuthServer server;

	@BeforeAll
	static void start() {
		AuthServer.Builder builder = AuthServer.builder()
			.m2m("if (event.never) kinde.fetch('https://crm.example.com');\nthrow new Error('no');")
			.property("claimflow.reload", true)
			.property("claimflow.warnings", "log")
			.property("management.endpoint.health.show-details", "always");
		PAGE.samples("properties")
			.get(0)
			.code()
			.lines()
			.map((line) -> line.split("=", 2))
			.forEach((property) -> builder.property(property[0], property[1]));
		server = builder.start();
		LOG.start();
		log().addAppender(LOG);
		server.clientCredentials(AuthServerConfiguration.JWT);
		server.write("kindeSrc/environment/workflows/m2mWorkflow.ts", "export default ;");
		Awaitility.await().until(() -> get("/actuator/workflows").has("rejected"));
	}

	@AfterAll
	static void stop() {
		log().detachAppender(LOG);
		server.close();
	}

	private static Logger log() {
		return (Logger) LoggerFactory.getLogger(WorkflowRuns.ENDS_LOGGER);
	}

	private static JsonNode get(String path) {
		Response response = server.getSignedIn(path);
		assertThat(response.status()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	@Test
	void healthIsAsShown() {
		assertThat(shape(get("/actuator/health/workflows"))).isEqualTo(shape(sample(0)));
	}

	@Test
	void theEndpointIsAsShown() {
		assertThat(shape(get("/actuator/workflows"))).isEqualTo(shape(sample(1)));
	}

	private static JsonNode sample(int index) {
		return JsonMapper.shared().readTree(PAGE.samples("json").get(index).code());
	}

	/**
	 * The names and types of what is in JSON; of an array, those of its first element.
	 */
	private static Object shape(JsonNode node) {
		if (node.isObject()) {
			Map<String, Object> shape = new LinkedHashMap<>();
			node.properties().forEach((property) -> shape.put(property.getKey(), shape(property.getValue())));
			return shape;
		}
		boolean objects = node.isArray() && !node.isEmpty() && node.get(0).isObject();
		return objects ? List.of(shape(node.get(0))) : node.getNodeType();
	}

	@Test
	void everyKeyOfEveryObservationIsListed() {
		Map<String, Set<String>> documented = new TreeMap<>();
		String[] name = { "" };
		rows("\\| ?(?:`(claimflow\\.(?:run|deploy|fetch))`)? ?\\|.*\\| `([a-z.]+)` \\| .* \\|").forEach((row) -> {
			name[0] = (row.group(1) != null) ? row.group(1) : name[0];
			documented.computeIfAbsent(name[0], (any) -> new TreeSet<>()).add(row.group(2));
		});
		assertThat(documented).isEqualTo(Arrays.stream(WorkflowObservation.values())
			.collect(Collectors.toMap(WorkflowObservation::getName,
					(observation) -> Stream
						.of(observation.getLowCardinalityKeyNames(), observation.getHighCardinalityKeyNames())
						.flatMap(Arrays::stream)
						.map(KeyName::asString)
						.collect(Collectors.toCollection(TreeSet::new)))));
	}

	@Test
	void everyValueIsListed() {
		assertThat(List.of(names(Outcome.Status.values()), names(Failure.Kind.values()),
				names(DeployObservationContext.Status.values()), names(FetchFailure.values())))
			.isEqualTo(rows("\\|.*\\| `(?:status|failure)` \\|(.*) \\|").map((row) -> row.group(1))
				.filter((values) -> !values.contains("2xx"))
				.map((values) -> Pattern.compile("`([A-Z_]+)`")
					.matcher(values)
					.results()
					.map((value) -> value.group(1))
					.collect(Collectors.toSet()))
				.toList());
	}

	private static Set<String> names(Enum<?>[] values) {
		return Arrays.stream(values).map(Enum::name).collect(Collectors.toSet());
	}

	@Test
	void everyGaugeIsListed() {
		assertThat(rows("\\| `(claimflow[a-z.]+)` \\| [^|]+ \\|").map((row) -> row.group(1))
			.filter((name) -> !name
				.matches("claimflow\\.(workflow|trigger|deployment|preview|run|status|failure|policy|location)")))
			.containsExactlyInAnyOrderElementsOf(server.context()
				.getBean(MeterRegistry.class)
				.getMeters()
				.stream()
				.filter((meter) -> meter instanceof Gauge && meter.getId().getName().startsWith("claimflow."))
				.map((meter) -> meter.getId().getName())
				.toList());
	}

	@Test
	void everyPairOfTheLogLineIsListed() {
		String section = PAGE.text().substring(PAGE.text().indexOf("## The log line"));
		assertThat(Pattern.compile("(?m)^\\| `(claimflow[a-z._]+)` \\|")
			.matcher(section)
			.results()
			.map((row) -> row.group(1))).containsExactlyInAnyOrderElementsOf(
					LOG.list.get(0).getKeyValuePairs().stream().map((pair) -> pair.key).toList());
	}

	private static Stream<MatchResult> rows(String pattern) {
		return Pattern.compile("(?m)^" + pattern + "$").matcher(PAGE.text()).results();
	}

}
