package io.claimflow.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.VariableSource;
import io.claimflow.Event;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.Problem;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.project.Project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Runs workflows that tests write, on the real engine.
 */
public final class TestWorkflow {

	public static final String FILE = "kindeSrc/environment/workflows/tokenWorkflow.ts";

	private static final VariableSource ENVIRONMENT = (name) -> switch (name) {
		case "REGION" -> Optional.of(new VariableSource.Variable("eu-north", false));
		case "ODD_KEY" -> Optional.of(new VariableSource.Variable("h\"u\\s'h!(é)~\n*", true));
		case "API_KEY" -> Optional.of(new VariableSource.Variable("s3cr3t/+ key", true));
		default -> Optional.empty();
	};

	/** A first run on a busy machine computes for long. What is tested is a run. */
	private static final Capacity PATIENT = Capacity.builder()
		.cpuTime(Duration.ofMinutes(1))
		.outcomeCacheSize(0)
		.build();

	/** Shared: starting an engine costs far more than a run, and runs share nothing. */
	private static final LiveEngine ENGINE = engine(
			Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofSeconds(20)).build());

	private TestWorkflow() {
	}

	public static LiveEngine engine(Limits limits) {
		return new LiveEngine(WorkflowEngine.builder().limits(limits).capacity(PATIENT).variables(ENVIRONMENT).build());
	}

	/** An engine whose host fires triggers of its own, and no others. */
	public static LiveEngine engine(Limits limits, Trigger... triggers) {
		return new LiveEngine(WorkflowEngine.builder()
			.limits(limits)
			.capacity(PATIENT)
			.variables(ENVIRONMENT)
			.triggers(Set.of(triggers))
			.build());
	}

	public static Project project(String... filesAndSources) {
		Map<String, String> files = new LinkedHashMap<>();
		for (int i = 0; i < filesAndSources.length; i += 2) {
			files.put(filesAndSources[i], filesAndSources[i + 1]);
		}
		List<String> workflows = files.keySet()
			.stream()
			.filter((file) -> file.toLowerCase().matches(".*workflow\\.(ts|js|tsx|jsx)"))
			.sorted()
			.toList();
		return new Project("test", Optional.empty(), workflows, files);
	}

	/** A machine-to-machine workflow with every binding it can have. */
	public static String m2m(String body) {
		return """
				import { m2mTokenClaims, denyAccess, getEnvironmentVariable } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "test",
				  trigger: "m2m:token_generation",
				  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, url: {}, util: {} },
				};
				export default async function run(event: any) {
				%s
				}
				""".formatted(body);
	}

	/** Runs the body of a machine-to-machine workflow. */
	public static Outcome run(String body) {
		return run(body, Map.of("sub", "machine", "iss", "http://localhost", "exp", 1_900_000_000L, "scope",
				List.of("read", "write")));
	}

	public static Outcome run(String body, Map<String, Object> before) {
		return runSource(m2m(body), Claims.of(TokenType.M2M_TOKEN, before));
	}

	public static Outcome runSource(String source, Claims before) {
		return runSource(ENGINE, source, before);
	}

	public static synchronized Outcome runSource(LiveEngine engine, String source, Claims before) {
		LiveEngine.Deployment deployment = deploy(engine, project(FILE, source));
		Trigger trigger = deployment.workflows().get(0).trigger();
		return engine.run(engine.workflow(trigger).orElseThrow(), event(), before);
	}

	public static LiveEngine.Deployment deploy(LiveEngine engine, Project project) {
		try {
			return engine.deploy(project);
		}
		catch (InvalidProjectException ex) {
			throw new AssertionError(ex.getMessage(), ex);
		}
	}

	/** Why a project is rejected. */
	public static List<Problem> problems(LiveEngine engine, Project project) {
		InvalidProjectException thrown = catchThrowableOfType(InvalidProjectException.class,
				() -> engine.deploy(project));
		assertThat(thrown).as("the refusal of the project").isNotNull();
		return thrown.problems();
	}

	public static Event event() {
		return new Event(Map.of("ip", "203.0.113.7", "auth", Map.of("audience", List.of("https://api.example.com"))),
				Map.of("application", Map.of("clientId", "demo")));
	}

	/** The claims that an outcome sets, by name. */
	public static Map<String, Object> set(Outcome outcome) {
		Map<String, Object> claims = new LinkedHashMap<>();
		outcome.effects(Effect.SetClaim.class).forEach((effect) -> claims.put(effect.name(), effect.value()));
		return claims;
	}

	/** The names of the claims that an outcome removes. */
	public static List<String> removed(Outcome outcome) {
		return outcome.effects(Effect.RemoveClaim.class).stream().map(Effect.RemoveClaim::name).toList();
	}

}
