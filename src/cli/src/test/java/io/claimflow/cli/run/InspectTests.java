package io.claimflow.cli.run;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.SourceLocation;
import io.claimflow.artifact.SourceMap;
import io.claimflow.cli.Tool;
import io.claimflow.cli.Tool.Result;
import io.claimflow.cli.project.Author;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A debugger attaches to a run, as Chrome and VS Code do. */
class InspectTests {

	private static final Pattern ADDRESS = Pattern.compile("attach at (ws://127\\.0\\.0\\.1:\\d+/[\\w-]{20,})");

	private static final String FILE = "kindeSrc/environment/workflows/m2mWorkflow.ts";

	static {
		// One of Truffle's does not hold for nodes without a place, and the tool runs
		// with none.
		InspectTests.class.getClassLoader()
			.setClassAssertionStatus("com.oracle.truffle.api.instrumentation.NearestNodesCollector", false);
	}

	@TempDir
	private Path folder;

	@Test
	void aDebuggerStopsAtABreakpointInTheTypeScript() throws Exception {
		Author.project(this.folder, """
				type Plan = { name: string };
				const plan: Plan = { name: "pro" };
				m2mTokenClaims<any>().plan = plan.name;
				""");
		int line = Files.readAllLines(this.folder.resolve(FILE)).indexOf("m2mTokenClaims<any>().plan = plan.name;") + 1;
		Tool tool = new Tool(this.folder);
		CompletableFuture<Result> run = CompletableFuture.supplyAsync(() -> tool.run("run", "m2m", "--inspect"));
		await().until(() -> run.isDone() || ADDRESS.matcher(tool.errSoFar()).find());
		Matcher address = ADDRESS.matcher(tool.errSoFar());
		assertThat(address.find()).as(tool.errSoFar()).isTrue();
		try (DevTools devTools = new DevTools(address.group(1))) {
			devTools.call("Runtime.enable", "{}");
			devTools.call("Debugger.enable", "{}");
			devTools.call("Runtime.runIfWaitingForDebugger", "{}");
			JsonNode script = devTools.event("Debugger.scriptParsed",
					(event) -> event.path("url").asString("").endsWith("m2mWorkflow.ts"));
			SourceMap map = map(script.path("sourceMapURL").asString(""));
			devTools.event("Debugger.paused", (event) -> true);
			String code = devTools
				.call("Debugger.getScriptSource", "{\"scriptId\":%s}".formatted(script.path("scriptId")))
				.path("scriptSource")
				.asString("");
			int compiled = code.lines().takeWhile((text) -> !text.contains("plan.name")).toList().size();
			JsonNode breakpoint = devTools.call("Debugger.setBreakpointByUrl",
					"{\"url\":%s,\"lineNumber\":%d,\"columnNumber\":0}".formatted(script.path("url"), compiled));
			assertThat(breakpoint.path("locations")).isNotEmpty();
			devTools.call("Debugger.resume", "{}");
			JsonNode frame = devTools.event("Debugger.paused", (event) -> !event.path("hitBreakpoints").isEmpty())
				.at("/callFrames/0");
			Optional<SourceLocation> place = map.at(frame.at("/location/lineNumber").asInt(),
					frame.at("/location/columnNumber").asInt());
			assertThat(place).map(SourceLocation::line).contains(line);
			assertThat(
					devTools
						.call("Debugger.evaluateOnCallFrame",
								"{\"callFrameId\":%s,\"expression\":\"plan.name\"}"
									.formatted(frame.path("callFrameId")))
						.at("/result/value")
						.asString(""))
				.isEqualTo("pro");
			devTools.call("Debugger.resume", "{}");
			Result result = run.join();
			assertThat(result.code()).as(result.out() + result.err()).isZero();
			assertThat(result.out()).contains("plan").contains("pro");
		}
	}

	private SourceMap map(String url) {
		String prefix = "data:application/json;base64,";
		assertThat(url).startsWith(prefix);
		String json = new String(Base64.getDecoder().decode(url.substring(prefix.length())), StandardCharsets.UTF_8);
		assertThat(JsonMapper.shared().readTree(json).at("/sources/0").asString(""))
			.isEqualTo(this.folder.resolve(FILE).toUri().toString());
		return SourceMap.of(FILE, json);
	}

	/** The other end of the DevTools protocol. */
	private static final class DevTools implements WebSocket.Listener, AutoCloseable {

		private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();

		private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

		private final StringBuilder message = new StringBuilder();

		private final WebSocket socket;

		private int calls;

		DevTools(String address) {
			this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create(address), this).join();
		}

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.message.append(data);
			if (last) {
				this.received.add(JsonMapper.shared().readTree(this.message.toString()));
				this.message.setLength(0);
			}
			socket.request(1);
			return CompletableFuture.completedFuture(null);
		}

		JsonNode call(String method, String parameters) throws Exception {
			int id = ++this.calls;
			this.socket.sendText("{\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, parameters), true)
				.join();
			for (;;) {
				JsonNode next = next();
				if (next.path("id").asInt(0) == id) {
					assertThat(next.has("error")).as(method + ": " + next).isFalse();
					return next.path("result");
				}
				this.events.add(next);
			}
		}

		JsonNode event(String method, Predicate<JsonNode> wanted) throws Exception {
			for (;;) {
				JsonNode next = this.events.isEmpty() ? next() : this.events.remove();
				if (next.path("method").asString("").equals(method) && wanted.test(next.path("params"))) {
					return next.path("params");
				}
			}
		}

		private JsonNode next() throws InterruptedException {
			JsonNode next = this.received.poll(60, TimeUnit.SECONDS);
			assertThat(next).as("what the inspector says").isNotNull();
			return next;
		}

		@Override
		public void close() {
			this.socket.abort();
		}

	}

}
