package io.claimflow.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.claimflow.Bundling;
import io.claimflow.Capacity;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.VariableSource;
import io.claimflow.artifact.Program;
import io.claimflow.cache.InMemoryValueStore;
import io.claimflow.cache.ValueLimits;
import io.claimflow.cache.ValueStore;
import io.claimflow.compile.ProjectCompiler;
import io.claimflow.fetch.FetchBudget;
import io.claimflow.fetch.FetchHandler;
import io.claimflow.fetch.FetchRequest;
import io.claimflow.fetch.FetchResponse;
import io.claimflow.engine.realm.TypeScriptCompiler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for the engine's warm-up.
 */
class WarmUpTests {

	private static final List<Path> FOLDERS = List.of(Path.of("src/main/resources/io/claimflow/engine"),
			Path.of("target/classes/io/claimflow/engine"));

	@Test
	void warmUpGoesAllTheWayAndLeavesNothingLive() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.builder().deadline(Duration.ofMillis(1)).build())) {
			assertThat(engine.warmUp(2)).isTrue();
			assertThat(engine.deployment()).isEmpty();
		}
	}

	@Test
	void aWarmUpRunsAWorkflowWithATypicalEventAndTheVariablesThatAreNoSecrets() throws Exception {
		Set<String> asked = ConcurrentHashMap.newKeySet();
		try (WorkflowEngine engine = WorkflowEngine.builder().variables((name) -> {
			asked.add(name);
			return switch (name) {
				case "OPEN" -> Optional.of(new VariableSource.Variable("seen", false));
				case "HIDDEN" -> Optional.of(new VariableSource.Variable("seen", true));
				default -> Optional.empty();
			};
		}).remoteVariables((name) -> {
			asked.add("remote " + name);
			return Optional.empty();
		}).build(); LoadedProject project = load(engine, """
				kinde.env.get("open-" + kinde.env.get("OPEN").value);
				kinde.env.get("hidden-" + kinde.env.get("HIDDEN").value);
				kinde.env.get("client-" + event.context.application.clientId);
				""")) {
			WarmedUp warm = engine.warmUp(project, Duration.ofMinutes(1)).get(0);
			assertThat(warm.complete()).isTrue();
			assertThat(warm.runs()).isGreaterThan(1);
			assertThat(warm.packages()).isZero();
			assertThat(asked).contains("open-seen", "hidden-undefined", "client-test-m2m")
				.noneMatch((name) -> name.startsWith("remote"));
		}
	}

	@Test
	void aWarmUpCallsNobodyAndKeepsNothing() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		ValueStore values = new InMemoryValueStore(ValueLimits.DEFAULT, Clock.systemUTC());
		try (WorkflowEngine engine = WorkflowEngine.builder().valueStore(values).fetcher(new FetchHandler() {

			@Override
			public FetchBudget budget() {
				return new FetchBudget(1);
			}

			@Override
			public CompletableFuture<FetchResponse> fetch(FetchRequest request, FetchBudget budget) {
				calls.incrementAndGet();
				return CompletableFuture.failedFuture(new IllegalStateException());
			}

		}).build(); LoadedProject project = load(engine, """
				kinde.cache.set("key", "value", { ttlSeconds: 60 });
				await kinde.fetch("https://example.com/", { method: "GET" });
				""")) {
			WarmedUp warm = engine.warmUp(project, Duration.ofMinutes(1)).get(0);
			assertThat(warm.runs()).isPositive();
			assertThat(warm.complete()).isFalse();
			assertThat(calls).hasValue(0);
			Outcome outcome = engine.run(project.workflows().get(0), WarmUp.PLAIN, WarmUp.BEFORE);
			assertThat(outcome.failure()).isPresent();
			assertThat(calls).hasValue(1);
		}
	}

	@Test
	void aWarmUpThatMeetsItsLimitsSuspendsNoWorkflowAndLeavesTimeForTheNextOne() throws Exception {
		try (WorkflowEngine engine = WorkflowEngine.builder()
			.limits(Limits.builder().cpuTime(Duration.ofMillis(50)).build())
			.capacity(Capacity.builder().strikes(1).build())
			.build();
				LoadedProject project = engine.load(engine.build(TestWorkflow.project("loopWorkflow.ts",
						source("loop", "user:tokens_generation", "while (true) {}"), "nextWorkflow.ts",
						source("next", "m2m:token_generation", "kinde.m2mToken.setCustomClaim('a', 1);"))))) {
			List<WarmedUp> warm = engine.warmUp(project, Duration.ofMinutes(1));
			assertThat(warm).extracting(WarmedUp::workflow, WarmedUp::complete)
				.containsExactly(tuple("loop", false), tuple("next", true));
			assertThat(warm.get(0).runs()).isEqualTo(2);
			assertThat(project.workflows()).allSatisfy((workflow) -> assertThat(workflow.suspended()).isEmpty());
		}
	}

	@Test
	void aWarmUpWithoutTimeRunsNothing() throws Exception {
		try (WorkflowEngine engine = WorkflowEngine.builder().build(); LoadedProject project = load(engine, "")) {
			assertThat(engine.warmUp(project, Duration.ZERO)).isEmpty();
		}
	}

	private static LoadedProject load(WorkflowEngine engine, String body) throws Exception {
		return engine
			.load(engine.build(TestWorkflow.project("m2mWorkflow.ts", source("m2m", "m2m:token_generation", body))));
	}

	private static String source(String id, String trigger, String body) {
		return """
				export const workflowSettings = { id: "%s", trigger: "%s", bindings: { "kinde.m2mToken": {},
				  "kinde.env": {}, "kinde.fetch": {} } };
				export default async function (event: any) {
				%s
				}
				""".formatted(id, trigger, body);
	}

	@Test
	void theCompiledWorkflowIsWhatTheCompilerMakesOfIt() throws IOException {
		Program compiled = new ProjectCompiler(Bundling.defaults(), Duration.ofSeconds(20), 2, TypeScriptCompiler::new)
			.compile(WarmUp.project())
			.programs()
			.get(0);
		if (Boolean.getBoolean("claimflow.write-built-ins")) {
			for (Path folder : FOLDERS) {
				Files.writeString(folder.resolve(WarmUp.COMPILED), compiled.entry().code());
			}
		}
		Program program = WarmUp.program();
		assertThat(program.entry().code()).isEqualTo(compiled.entry().code());
		assertThat(program.entry().findings()).isEqualTo(compiled.entry().findings());
		assertThat(program.builtIns()).isEqualTo(compiled.builtIns());
	}

}
