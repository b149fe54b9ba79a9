package io.claimflow.cli.run;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.cli.project.AuthorProject;
import io.claimflow.cli.project.ProjectOptions;
import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Progress;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.Fetcher;
import io.claimflow.testing.Stub;
import io.claimflow.testing.TestEvent;
import io.claimflow.testing.TestOutcome;
import io.claimflow.testing.TestProject;
import io.claimflow.testing.TestRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a workflow once. */
@Command(name = "run", description = { "Run a workflow once, on the engine and with the limits of a server.",
		"The event is a typical one of the workflow's trigger, unless --event names another. A call that no stub"
				+ " answers fails, unless --real-calls lets it out." })
public final class RunCommand implements Callable<Integer> {

	private final Surroundings surroundings;

	@Parameters(arity = "1", paramLabel = "WORKFLOW", description = "Identifier of the workflow.")
	private String workflow = "";

	@Mixin
	private final ProjectOptions project = new ProjectOptions();

	@Option(names = "--event", paramLabel = "FILE",
			description = "The event as a whole: a JSON object with request and context.")
	private @Nullable String event;

	@Option(names = "--set", paramLabel = "PATH=VALUE",
			description = "Set a value of the event: --set context.user.id=kp_1. The value is JSON, or else text.")
	private Map<String, String> values = new LinkedHashMap<>();

	@Option(names = "--claims", paramLabel = "FILE",
			description = "Claims that tokens have before the run, beside those that all have: a JSON object with"
					+ " accessToken, idToken or m2mToken.")
	private @Nullable String claims;

	@Option(names = "--env", paramLabel = "NAME=VALUE", description = "Set a variable.")
	private Map<String, String> variables = new LinkedHashMap<>();

	@Option(names = "--secret", paramLabel = "NAME",
			description = "Set a secret variable, to the value of the environment variable of that name.")
	private List<String> secrets = List.of();

	@Option(names = "--stub", paramLabel = "FILE",
			description = "What comes of calls: a JSON object such as {\"GET https://api.example.com/*\": {\"json\": {}}}.")
	private List<String> stubs = List.of();

	@Option(names = "--real-calls", description = "Let calls that no stub answers out, to public addresses.")
	private boolean realCalls;

	@Option(names = "--allow", paramLabel = "HOST",
			description = "With --real-calls: reach this host or address as well, as claimflow.fetch.allow does.")
	private List<String> allowed = List.of();

	@Option(names = "--now", paramLabel = "TIME", description = "Let the time of the run stand: 2026-01-31T12:00:00Z.")
	private @Nullable String now;

	@Option(names = "--seed", paramLabel = "NUMBER",
			description = "Let random numbers and UUIDs be the same each time.")
	private @Nullable Long seed;

	@Option(names = "--inspect", arity = "0..1", paramLabel = "PORT", fallbackValue = "0",
			description = "Wait for a debugger, such as Chrome's or VS Code's, which stops in the TypeScript. By default, any free port. The run has no limits of time.")
	private @Nullable Integer inspect;

	@Option(names = "--json", description = "Answer with JSON.")
	private boolean json;

	RunCommand(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public Integer call() {
		AuthorProject found = AuthorProject.find(this.surroundings, this.project);
		try (TestProject loaded = (this.inspect != null) ? found.loadToInspect(this.surroundings, this.inspect)
				: found.load(this.surroundings); Fetcher fetcher = fetcher()) {
			TestOutcome outcome;
			try (Progress progress = this.surroundings.terminal().progress("Running")) {
				outcome = prepare(loaded, fetcher).run();
			}
			if (this.json) {
				this.surroundings.terminal().json(outcome.json());
			}
			else {
				new OutcomeView(this.surroundings.terminal(), outcome, Limits.defaults()).print();
			}
			return (outcome.outcome().status() == Outcome.Status.FAILED) ? ExitCode.PROJECT : ExitCode.FINE;
		}
		catch (IllegalArgumentException ex) {
			throw Failure.ofUsage(String.valueOf(ex.getMessage()), "See claimflow run --help.");
		}
	}

	private Fetcher fetcher() {
		FetchLimits defaults = FetchLimits.defaults();
		return new Fetcher(new FetchLimits(defaults.timeout(), defaults.responseBytes(), defaults.redirects(),
				List.copyOf(this.allowed)));
	}

	private TestRun prepare(TestProject loaded, Fetcher fetcher) {
		TestRun run = loaded.workflow(this.workflow);
		if (this.event != null) {
			run.event(TestEvent.exactly(run.workflow().trigger().id(), Inputs.object(this.surroundings, this.event)));
		}
		this.values.forEach((path, value) -> run.set(path, Inputs.value(value)));
		this.variables.forEach(run::env);
		this.secrets.forEach((name) -> run.secret(name, secret(name)));
		if (this.claims != null) {
			claims(run, this.claims);
		}
		for (String file : this.stubs) {
			Inputs.object(this.surroundings, file).forEach((request, stub) -> run.stub(request, Stub.of(stub)));
		}
		if (this.realCalls) {
			run.calls(fetcher);
		}
		Optional.ofNullable(this.now).map(RunCommand::time).ifPresent(run::now);
		if (this.seed != null) {
			run.seed(this.seed);
		}
		return run;
	}

	private static Instant time(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeParseException ex) {
			throw Failure.ofUsage("\"" + text + "\" is no time", "Write one such as 2026-01-31T12:00:00Z.");
		}
	}

	/** It is not on the command line, where others could read it. */
	private String secret(String name) {
		return this.surroundings.variable(name)
			.orElseThrow(() -> Failure.ofUsage("There is no environment variable " + name + " for the secret",
					"Set it, and write its name alone: --secret " + name.replaceFirst("=.*", "")));
	}

	private void claims(TestRun run, String file) {
		Map<String, Object> all = Inputs.object(this.surroundings, file);
		for (String name : all.keySet()) {
			TokenType token = Stream.of(TokenType.values())
				.filter((type) -> type.binding().equals("kinde." + name))
				.findFirst()
				.orElseThrow(() -> Failure.ofUsage("There is no token \"" + name + "\", which " + file + " has",
						"Write accessToken, idToken or m2mToken."));
			run.claims(token, Inputs.member(file, all, name));
		}
	}

}
