package io.claimflow.cli.run;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A debugger attaches to a run, as Chrome and VS Code do. */
class InspectTests {

	private static final Pattern ADDRESS = Pattern.compile("attach at (ws://127\\.0\\.0\\.1:\\d+/[\\w-]{20,})");

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final String WORKFLOW = "kindeSrc/environment/workflows/m2mWorkflow.ts";

	private static final String TEST = "kindeSrc/environment/workflows/m2m.test.ts";

	private static final String PLAN_SET = "m2mTokenClaims<any>().plan = plan.name;";

	private static final String PLAN = """
			type Plan = { name: string };
			const plan: Plan = { name: "pro" };
			m2mTokenClaims<any>().plan = plan.name;
			""";

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
		Author.project(this.folder, PLAN);
		Tool tool = new Tool(this.folder);
		CompletableFuture<Result> run = CompletableFuture.supplyAsync(() -> tool.run("run", "m2m", "--inspect"));
		try (DevTools devTools = attach(tool, run)) {
			JsonNode frame = stopAt(devTools, WORKFLOW, PLAN_SET, "plan.name");
			assertThat(devTools.evaluate(frame, "plan.name")).isEqualTo("pro");
			devTools.call("Debugger.resume", "{}");
			Result result = run.join();
			assertThat(result.code()).as(result.out() + result.err()).isZero();
			assertThat(result.out()).contains("plan").contains("pro");
		}
	}

	@Test
	void aDebuggerStopsInATestAndInTheWorkflowThatItRuns() throws Exception {
		Author.project(this.folder, PLAN);
		Author.write(this.folder, TEST, """
				import { expect, test, workflow } from "@claimflow/test";
				type Wanted = string;
				test("the plan", async () => {
				  const wanted: Wanted = "pro";
				  const run = await workflow("m2m").run();
				  expect(run).toSetClaim("plan", wanted);
				}, 1);
				""");
		Tool tool = new Tool(this.folder);
		CompletableFuture<Result> run = CompletableFuture.supplyAsync(() -> tool.run("test", "--inspect"));
		try (DevTools devTools = attach(tool, run)) {
			JsonNode test = stopAt(devTools, TEST, "const wanted: Wanted = \"pro\";", "const wanted");
			assertThat(test.path("functionName").isString()).isTrue();
			JsonNode workflow = stopAt(devTools, WORKFLOW, PLAN_SET, "plan.name");
			assertThat(devTools.evaluate(workflow, "plan.name")).isEqualTo("pro");
			devTools.call("Debugger.resume", "{}");
			Result result = run.join();
			assertThat(result.code()).as(result.out() + result.err()).isZero();
			assertThat(result.out()).contains("1 passed, 0 failed");
		}
	}

	/** Waits for the address, and says what VS Code and Chrome say at first. */
	private static DevTools attach(Tool tool, CompletableFuture<Result> run) throws Exception {
		await().atMost(PATIENCE).until(() -> run.isDone() || ADDRESS.matcher(tool.errSoFar()).find());
		Matcher address = ADDRESS.matcher(tool.errSoFar());
		assertThat(address.find()).as(tool.errSoFar()).isTrue();
		DevTools devTools = new DevTools(address.group(1));
		devTools.call("Runtime.enable", "{}");
		devTools.call("Debugger.enable", "{}");
		devTools.call("Runtime.runIfWaitingForDebugger", "{}");
		return devTools;
	}

	/**
	 * Sets a breakpoint at a statement, and goes on until it is met.
	 * @param statement the statement as the author has written it, on a line of its own
	 * @param compiled what is on its line of the code that runs
	 * @return the frame that has stopped
	 */
	private JsonNode stopAt(DevTools devTools, String file, String statement, String compiled) throws Exception {
		int line = Files.readString(this.folder.resolve(file)).lines().map(String::strip).toList().indexOf(statement)
				+ 1;
		JsonNode script = devTools.script(file.substring(file.lastIndexOf('/')));
		SourceMap map = map(file, script.path("sourceMapURL").asString(""));
		String code = devTools.call("Debugger.getScriptSource", "{\"scriptId\":%s}".formatted(script.path("scriptId")))
			.path("scriptSource")
			.asString("");
		int number = code.lines().takeWhile((text) -> !text.contains(compiled)).toList().size();
		JsonNode breakpoint = devTools.call("Debugger.setBreakpointByUrl",
				"{\"url\":%s,\"lineNumber\":%d,\"columnNumber\":0}".formatted(script.path("url"), number));
		assertThat(breakpoint.path("locations")).isNotEmpty();
		JsonNode frame = devTools
			.stopped((paused) -> paused.path("hitBreakpoints")
				.toString()
				.contains(breakpoint.path("breakpointId").toString()))
			.at("/callFrames/0");
		assertThat(map.at(frame.at("/location/lineNumber").asInt(), frame.at("/location/columnNumber").asInt()))
			.map(SourceLocation::line)
			.contains(line);
		return frame;
	}

	private SourceMap map(String file, String url) {
		String prefix = "data:application/json;base64,";
		assertThat(url).startsWith(prefix);
		String json = new String(Base64.getDecoder().decode(url.substring(prefix.length())), StandardCharsets.UTF_8);
		assertThat(JsonMapper.shared().readTree(json).at("/sources/0").asString(""))
			.isEqualTo(this.folder.resolve(file).toUri().toString());
		return SourceMap.of(file, json);
	}

	/** The other end of the DevTools protocol. */
	private static final class DevTools implements WebSocket.Listener, AutoCloseable {

		private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();

		private final List<JsonNode> scripts = new ArrayList<>();

		/** Where it has stopped, unless it was told to go on. */
		private @Nullable JsonNode stopped;

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
			}
		}

		/** The script whose address ends so, once it is there: until then, it goes on. */
		JsonNode script(String end) throws Exception {
			for (;;) {
				Optional<JsonNode> script = this.scripts.stream()
					.filter((parsed) -> parsed.path("url").asString("").endsWith(end))
					.findFirst();
				if (script.isPresent()) {
					return script.get();
				}
				goOn();
			}
		}

		/** Where it stops next for such a reason: wherever else it stops, it goes on. */
		JsonNode stopped(Predicate<JsonNode> wanted) throws Exception {
			for (;;) {
				JsonNode paused = this.stopped;
				if (paused != null && wanted.test(paused)) {
					return paused;
				}
				goOn();
			}
		}

		private void goOn() throws Exception {
			if (this.stopped != null) {
				this.stopped = null;
				call("Debugger.resume", "{}");
			}
			else {
				next();
			}
		}

		/** The value of an expression in a frame. */
		String evaluate(JsonNode frame, String expression) throws Exception {
			return call("Debugger.evaluateOnCallFrame",
					"{\"callFrameId\":%s,\"expression\":\"%s\"}".formatted(frame.path("callFrameId"), expression))
				.at("/result/value")
				.asString("");
		}

		private JsonNode next() throws InterruptedException {
			JsonNode next = this.received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			assertThat(next).as("what the inspector says").isNotNull();
			switch (next.path("method").asString("")) {
				case "Debugger.scriptParsed" -> this.scripts.add(next.path("params"));
				case "Debugger.paused" -> this.stopped = next.path("params");
				default -> {
				}
			}
			return next;
		}

		@Override
		public void close() {
			this.socket.abort();
		}

	}

}
