package io.claimflow.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Outcome;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.artifact.Program;
import io.claimflow.kinde.KindeLibrary;
import io.claimflow.project.Project;

/**
 * A workflow of the engine's own. Its runs go through the code that every run goes
 * through, so that the first user does not wait while a virtual machine learns it.
 */
final class WarmUp {

	/** The very first run of a process can take longer than any user should wait. */
	static final Duration DEADLINE = Duration.ofSeconds(60);

	/** The plain path, which every run takes. */
	static final Event PLAIN = event("plain");

	/** What a run may need beside that: URLs, objects on the console, a failure. */
	static final Event THOROUGH = event("thorough");

	static final Claims BEFORE = Claims.of(TokenType.M2M_TOKEN,
			Map.of("sub", "warm-up", "scope", List.of("read"), "iat", 1_700_000_000L));

	private static final String FILE = "WarmUpWorkflow.ts";

	/** The resource that has the compiled form. */
	static final String COMPILED = "warm-up.compiled.js";

	private static final String SOURCE = """
			import { denyAccess, getEnvironmentVariable, m2mTokenClaims, WorkflowTrigger } from "@kinde/infrastructure";
			export const workflowSettings = {
			  id: "warm-up",
			  trigger: WorkflowTrigger.M2MTokenGeneration,
			  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, url: {}, util: {} },
			};
			interface Token { scope: string | string[]; [name: string]: unknown }
			export default async function (event: any) {
			  const token = m2mTokenClaims<Token>();
			  token.client = event.context.application.clientId;
			  token.nested = { list: [1, 2.5, null, { a: new Date(0) }] };
			  token.scope = [...token.scope].join(" ");
			  delete token.client;
			  await Promise.all([getEnvironmentVariable("WARM_UP").value]);
			  console.log("warm-up", token.scope);
			  denyAccess("warm-up");
			  if (event.request.path === "thorough") {
			    console.log("%s of %j", token.nested, event, new URL("https://example.com/?a=b").searchParams.get("a"));
			    throw new Error("warm-up");
			  }
			}
			""";

	private WarmUp() {
	}

	private static Event event(String path) {
		return new Event(Map.of("path", path, "auth", Map.of("audience", List.of("warm-up"))),
				Map.of("application", Map.of("clientId", "warm-up")));
	}

	/**
	 * The workflow, compiled: warming up needs no compiler. After a change of the source,
	 * run the test of this class with {@code -Dclaimflow.write-built-ins=true}.
	 */
	static Program program() {
		try (InputStream in = Objects.requireNonNull(WarmUp.class.getResourceAsStream(COMPILED), COMPILED)) {
			String code = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			CompiledModule module = new CompiledModule(FILE, code, SOURCE, new Findings(true, false, true, false));
			return new Program(FILE, List.of(module), List.of(KindeLibrary.MODULE, "claimflow:host"), Map.of(),
					List.of(), new SourceLocation(FILE, 1, 1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The workflow as an author writes it. */
	static Project project() {
		return new Project("warm-up", Optional.empty(), List.of(FILE), Map.of(FILE, SOURCE));
	}

	/** Whether a run went all the way. */
	static boolean complete(Event event, Outcome outcome) {
		boolean thorough = event == THOROUGH;
		return outcome.denial().isPresent() && outcome.log().size() == (thorough ? 2 : 1)
				&& outcome.failure().isPresent() == thorough;
	}

}
