package io.claimflow.cli.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Progress;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changes what is live, asks back where the server does, and waits for the nodes. */
final class LiveChanges {

	private static final long FAST = 200;

	private static final long SLOW = 1000;

	private final DeploymentApi api;

	private final Surroundings surroundings;

	private final ChangeOptions options;

	LiveChanges(DeploymentApi api, Surroundings surroundings, ChangeOptions options) {
		this.api = api;
		this.surroundings = surroundings;
		this.options = options;
	}

	/**
	 * Makes a change.
	 * @param call makes it: confirmed, or not
	 */
	<T> T make(Function<Boolean, T> call) {
		try {
			return call.apply(this.options.confirm);
		}
		catch (ConfirmationNeededException ex) {
			confirm(ex);
			return call.apply(true);
		}
	}

	/** Shows what a change would do, and asks whether that is wanted. */
	void confirm(ConfirmationNeededException needed) {
		Terminal terminal = this.surroundings.terminal();
		terminal.note(String.valueOf(needed.getMessage()));
		needed.consequences().forEach((consequence) -> terminal.note("  - " + consequence));
		if (!terminal.isInteractive() || !terminal.confirm("Go on?")) {
			Failure failure = Failure.ofProject("Nothing has changed: the change has to be confirmed",
					"Run it again with --confirm, if that is wanted.");
			needed.number().ifPresent((number) -> failure.with("number", number));
			throw failure.with("consequences", needed.json());
		}
	}

	/**
	 * Says what is live now, and waits for the nodes if that is asked for.
	 * @param json whether to answer with JSON
	 */
	void answer(Live live, String what, boolean json) {
		long start = System.nanoTime();
		Terminal terminal = this.surroundings.terminal();
		if (!json) {
			terminal.line(terminal.style(Style.GREEN, what));
		}
		Optional<Map<String, Object>> nodes = this.options.wait ? Optional.of(waitFor(live, start, json))
				: Optional.empty();
		if (json) {
			Map<String, Object> answer = new LinkedHashMap<>();
			answer.put("live", JsonMapper.shared().treeToValue(live.json(), Object.class));
			nodes.ifPresent((waited) -> answer.put("nodes", waited));
			terminal.json(answer);
		}
	}

	private Map<String, Object> waitFor(Live live, long start, boolean json) {
		long end = start + this.options.waitSeconds * 1_000_000_000L;
		try (Progress progress = this.surroundings.terminal().progress("Waiting for the nodes")) {
			for (int round = 0;; round++) {
				List<JsonNode> nodes = this.api.get("/nodes")
					.valueStream()
					.filter((node) -> !node.path("gone").asBoolean(false))
					.toList();
				List<JsonNode> behind = nodes.stream()
					.filter((node) -> node.path("revision").asLong() < live.revision()
							|| !node.path("problem").asString("").isEmpty())
					.toList();
				double seconds = (System.nanoTime() - start) / 1e9;
				if (behind.isEmpty() && !nodes.isEmpty()) {
					progress.close();
					if (!json) {
						this.surroundings.terminal()
							.line("%d of %d nodes in %.1f s".formatted(nodes.size(), nodes.size(), seconds));
					}
					return Map.of("running", nodes.size(), "all", nodes.size(), "seconds", seconds);
				}
				if (System.nanoTime() > end) {
					progress.close();
					throw late(nodes.size(), behind);
				}
				Thread.sleep((round < 10) ? FAST : SLOW);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw late(0, List.of());
		}
	}

	private Failure late(int all, List<JsonNode> behind) {
		behind.forEach((node) -> this.surroundings.terminal()
			.note("  " + Terminal.oneLine(node.path("node").asString("")) + ": "
					+ Terminal.oneLine(node.path("problem").asString("it has not taken it up yet"))));
		return Failure.ofServer(
				"%d of %d nodes run it after %d s".formatted(all - behind.size(), all, this.options.waitSeconds),
				"The change is made, and nodes go on trying. See claimflow status, or go back with claimflow rollback.")
			.with("running", all - behind.size())
			.with("all", all);
	}

}
