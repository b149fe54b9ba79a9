package io.claimflow.cli.server;

import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import tools.jackson.databind.JsonNode;

/** The HTTP interface of a server's run log. */
final class RunLog {

	private static final int PAGE = 100;

	private final Connection connection;

	RunLog(Surroundings surroundings, ServerOptions options, ServerInterface calls) {
		this.connection = Connection.of(surroundings, options, calls);
	}

	ServerAddress server() {
		return this.connection.server();
	}

	/**
	 * Runs, newest first.
	 * @param limit how many at most
	 */
	List<JsonNode> list(Map<String, String> filter, OptionalLong below, int limit) {
		List<JsonNode> runs = new ArrayList<>();
		OptionalLong next = below;
		do {
			Map<String, String> parameters = new LinkedHashMap<>(filter);
			next.ifPresent((number) -> parameters.put("below", Long.toString(number)));
			parameters.put("limit", Integer.toString(Math.min(PAGE, limit - runs.size())));
			JsonNode page = this.connection.get("/runs" + query(parameters));
			page.path("runs").forEach(runs::add);
			next = page.has("next") ? OptionalLong.of(page.path("next").asLong()) : OptionalLong.empty();
		}
		while (next.isPresent() && runs.size() < limit);
		return runs;
	}

	/** The newest run of all. */
	Newest newest() {
		return list(Map.of(), OptionalLong.empty(), 1).stream().map(Newest::of).findFirst().orElse(new Newest(0, ""));
	}

	/** One run, with all but the values of its claims. */
	JsonNode find(String id) {
		return this.connection.get("/runs/" + encoded(id));
	}

	/** The values of the claims of a run. */
	JsonNode values(String id) {
		return this.connection.get("/runs/" + encoded(id) + "/values");
	}

	/** The same, or empty if the server keeps none. */
	Optional<JsonNode> valuesIfKept(String id) {
		try {
			return Optional.of(values(id));
		}
		catch (Failure ex) {
			if (ex.detail("status").filter((status) -> status.equals(404)).isPresent()) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	/**
	 * Opens a stream of runs.
	 * @param above those with a higher number
	 */
	InputStream follow(Map<String, String> filter, long above) {
		Map<String, String> parameters = new LinkedHashMap<>(filter);
		parameters.put("above", Long.toString(above));
		return this.connection.open("/runs/stream" + query(parameters));
	}

	private static String query(Map<String, String> parameters) {
		return parameters.entrySet()
			.stream()
			.map((parameter) -> parameter.getKey() + "=" + encoded(parameter.getValue()))
			.collect(Collectors.joining("&", "?", ""));
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * The newest run.
	 *
	 * @param number its number, or 0 if there is none
	 * @param id its identifier
	 */
	record Newest(long number, String id) {

		static Newest of(JsonNode run) {
			return new Newest(run.path("number").asLong(), run.path("id").asString(""));
		}

		/**
		 * Whether a log that ended with this one is not the log that ends with that one.
		 */
		boolean isGoneIn(Newest later) {
			return later.number < this.number || later.number == this.number && !later.id.equals(this.id);
		}

	}

}
