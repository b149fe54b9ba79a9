package io.claimflow.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.InvalidProjectException;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;

/**
 * The workflows that are measured, and what they are given.
 */
public final class Workflows {

	static final Event EVENT = new Event(
			Map.of("ip", "203.0.113.7", "auth",
					Map.of("audience", List.of("https://api.example.com"), "scope", List.of("read"))),
			Map.of("application", Map.of("clientId", "benchmark"), "domains",
					Map.of("kindeDomain", "https://auth.example.com")));

	static final Claims BEFORE = Claims.of(TokenType.M2M_TOKEN,
			Map.of("iss", "https://auth.example.com", "sub", "benchmark", "aud", List.of("benchmark"), "scope",
					List.of("read"), "iat", 1_795_444_200L, "nbf", 1_795_444_200L, "exp", 1_795_444_500L, "jti",
					"8f3c1f64-9d0a-4a53-9f0e-0d8f5f0c4b1e"));

	/** Three claims by the binding alone. */
	private static final String BINDING = """
			kinde.m2mToken.setCustomClaim("client", event.context.application.clientId);
			kinde.m2mToken.setCustomClaim("plan", { name: "pro", seats: 25 });
			kinde.m2mToken.setCustomClaim("audiences", event.request.auth.audience);
			""";

	/** The same three claims with the package. */
	private static final String PACKAGE = """
			const token = m2mTokenClaims<any>();
			token.client = event.context.application.clientId;
			token.plan = { name: "pro", seats: 25 };
			token.audiences = event.request.auth.audience;
			""";

	private static final Map<String, String> BODIES = Map.of("binding", BINDING, "package", PACKAGE, "remembered",
			PACKAGE, "url", PACKAGE + "token.host = new URL(event.context.domains.kindeDomain + '/?a=b').host;", "log",
			PACKAGE + "console.log('claims for %s', token.client, token.plan);", "denial",
			PACKAGE + "denyAccess('not today');", "error", PACKAGE + "throw new Error('not today');");

	private static final Map<WorkflowEngine, LoadedProject> LIVE = new ConcurrentHashMap<>();

	private Workflows() {
	}

	/**
	 * The source of a workflow.
	 * @param kind what it does
	 * @param trigger when it runs
	 */
	static String source(String kind, String trigger) {
		String imports = kind.equals("binding") ? ""
				: "import { denyAccess, m2mTokenClaims } from \"@kinde/infrastructure\";\n";
		return imports + """
				export const workflowSettings = {
				  id: "%s",
				  trigger: "%s",
				  bindings: { "kinde.m2mToken": {}, "kinde.auth": {}, url: {} },
				};
				export default async function (event: any) {
				%s
				}
				""".formatted(trigger, trigger, BODIES.get(kind));
	}

	/** A project with a workflow for each trigger. */
	static Project project(String kind, List<String> triggers) {
		Map<String, String> files = new LinkedHashMap<>();
		for (int i = 0; i < triggers.size(); i++) {
			files.put("workflows/w%dWorkflow.ts".formatted(i), source(kind, triggers.get(i)));
		}
		return new Project("benchmark", Optional.empty(), List.copyOf(files.keySet()), files);
	}

	/** An engine that has warmed up as that of a server does, and remembers no run. */
	public static WorkflowEngine engine(Set<Trigger> triggers) {
		return engine(triggers, 0);
	}

	/**
	 * An engine that has warmed up as that of a server does.
	 * @param outcomeCacheSize the runs of a workflow that it remembers
	 */
	static WorkflowEngine engine(Set<Trigger> triggers, int outcomeCacheSize) {
		WorkflowEngine engine = WorkflowEngine.builder()
			.triggers(triggers)
			.capacity(Capacity.builder().outcomeCacheSize(outcomeCacheSize).build())
			.build();
		engine.warmUp(50);
		return engine;
	}

	/** Deploys one workflow. */
	static DeployedWorkflow deploy(WorkflowEngine engine, String kind) {
		return load(engine, kind).workflows().get(0);
	}

	/** Deploys a project of one workflow. */
	public static LoadedProject load(WorkflowEngine engine, String kind) {
		return load(engine, project(kind, List.of(Trigger.M2M_TOKEN_GENERATION.id())));
	}

	/** Deploys a project in place of the one before. */
	static List<DeployedWorkflow> deploy(WorkflowEngine engine, Project project) {
		return load(engine, project).workflows();
	}

	private static LoadedProject load(WorkflowEngine engine, Project project) {
		try {
			LoadedProject loaded = engine.load(engine.build(project));
			LoadedProject previous = LIVE.put(engine, loaded);
			if (previous != null) {
				previous.close();
			}
			return loaded;
		}
		catch (InvalidProjectException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Runs a workflow, which must do as its kind says. */
	static Outcome run(WorkflowEngine engine, DeployedWorkflow workflow, Outcome.Status expected) {
		Outcome outcome = engine.run(workflow, EVENT, BEFORE);
		if (outcome.status() != expected) {
			throw new IllegalStateException("The run ended with " + outcome);
		}
		return outcome;
	}

}
