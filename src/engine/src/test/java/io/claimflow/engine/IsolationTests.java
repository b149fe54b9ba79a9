package io.claimflow.engine;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IsolationTests {

	private static final Claims NO_CLAIMS = Claims.of(TokenType.M2M_TOKEN, Map.of());

	@Test
	void nothingOfARunIsLeftForTheNext() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults())) {
			TestWorkflow.deploy(engine,
					TestWorkflow.project(TestWorkflow.FILE,
							"""
									import { counter } from "./counter";
									export const workflowSettings = {
									  id: "x", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} },
									};
									let seen = 0;
									const tag = (strings: TemplateStringsArray) => strings;
									export default async function () {
									  const g = globalThis as any;
									  const marks = [seen++, counter.value++, g.mark, ({} as any).polluted, RegExp.$1, (Math as any).mark,
									    (tag`x` as any).mark, "x".at(0) === "x"];
									  kinde.m2mToken.setCustomClaim("marks", JSON.stringify(marks));
									  g.mark = 1;
									  (Object.prototype as any).polluted = 1;
									  /(.)/.exec("left");
									  (Math as any).mark = 1;
									  String.prototype.at = () => "poisoned";
									  kinde.m2mToken.getCustomClaims = () => ({});
									}
									""",
							"kindeSrc/environment/workflows/counter.ts", "export const counter = { value: 0 };"));
			for (int i = 0; i < 3; i++) {
				Outcome outcome = engine.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
						TestWorkflow.event(), NO_CLAIMS);
				assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("marks", "[0,0,null,null,\"\",null,null,true]"));
			}
		}
	}

	/**
	 * A little of each run would fill the heap of the server in the end. The script
	 * engine's caches of property names and regular expressions give way to what needs
	 * their memory, and are left out.
	 */
	@ParameterizedTest
	@ValueSource(strings = { //
			"for (let i = 0; i < 3; i++) Symbol.for(text(i));", //
			"for (let i = 0; i < 3; i++) { try { throw new Error(text(i)); } catch (error) { String(error.stack); } }", //
			"for (let i = 0; i < 3; i++) console.log(text(i));", //
			"for (const key of [Math, Symbol.iterator]) { const w = new WeakMap<any, any>(); try { w.set(key, [w, text(0), text(1), text(2)]); } catch {} }", //
			"class Give { constructor(o: any) { return o; } } class Leave extends Give { #kept = [text(0), text(1), text(2)]; } try { new Leave(Math); } catch {}", //
			"for (let i = 0; i < 3; i++) kinde.m2mToken.setCustomClaim('a', [text(i)]); kinde.m2mToken.setCustomClaim('a', 1);" })
	void noMemoryOfARunIsKept(String code) {
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults())) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, """
					export const workflowSettings = {
					  id: "x", trigger: "m2m:token_generation",
					  bindings: { "kinde.m2mToken": {}, "kinde.auth": {}, console: {} },
					};
					export default async function (event: any) {
					  const fill = "x".repeat(10_000); // One letter after the other takes long.
					  const text = (i: number) => (event.request.ip + "." + i).padEnd(500_000, fill);
					  %s
					}
					""".formatted(code)));
			DeployedWorkflow workflow = engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
			long before = 0;
			for (int i = 0; i < 60; i++) {
				if (i == 10) {
					before = usedHeap();
				}
				Event event = new Event(Map.of("ip", "run " + i), Map.of());
				assertThat(engine.run(workflow, event, NO_CLAIMS).failure()).isEmpty();
			}
			assertThat(usedHeap() - before).isLessThan(40_000_000);
		}
	}

	@Test
	void symbolsAreRegisteredForTheRun() {
		Outcome outcome = TestWorkflow
			.run("""
					const one = Symbol.for("one");
					let refused = "";
					try { Symbol.keyFor("one" as any); } catch (error) { refused = error.name; }
					kinde.m2mToken.setCustomClaim("seen", [one === Symbol.for("one"), one === Symbol.for("two"), one.description,
					  Symbol.keyFor(one), Symbol.keyFor(Symbol("one")), Symbol.for("__proto__").description, refused]);
					""");
		assertThat(TestWorkflow.set(outcome)).extracting("seen")
			.isEqualTo(Arrays.asList(true, false, "one", "one", null, "__proto__", "TypeError"));
	}

	private static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@Test
	void runsAtTheSameTimeDoNotMix() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		Limits patient = Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofSeconds(20)).build();
		try (LiveEngine engine = TestWorkflow.engine(patient)) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m("""
					for (let i = 0; i < 50; i++) await null;
					m2mTokenClaims<any>().client = event.context.client;
					""")));
			List<Callable<Object>> tasks = IntStream.range(0, 100)
				.<Callable<Object>>mapToObj((i) -> () -> TestWorkflow
					.set(engine.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
							new Event(Map.of(), Map.of("client", i)), NO_CLAIMS))
					.get("client"))
				.toList();
			List<Future<Object>> results = threads.invokeAll(tasks);
			for (int i = 0; i < results.size(); i++) {
				assertThat(results.get(i).get()).isEqualTo(i);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void aRunThatBeganWithADeploymentEndsWithIt() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults())) {
			TestWorkflow.deploy(engine,
					TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m("m2mTokenClaims<any>().v = 1;")));
			DeployedWorkflow first = engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
			TestWorkflow.deploy(engine,
					TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m("m2mTokenClaims<any>().v = 2;")));
			DeployedWorkflow second = engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
			assertThat(TestWorkflow.set(engine.run(first, TestWorkflow.event(), NO_CLAIMS))).isEqualTo(Map.of("v", 1));
			assertThat(TestWorkflow.set(engine.run(second, TestWorkflow.event(), NO_CLAIMS))).isEqualTo(Map.of("v", 2));
			assertThat(engine.deployment().orElseThrow().number()).isEqualTo(2);
		}
	}

}
