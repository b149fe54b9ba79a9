package io.claimflow.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Capacity;
import io.claimflow.Workflow;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Program;
import io.claimflow.binding.Binding;
import io.claimflow.binding.Bindings;
import io.claimflow.compile.BuiltInModules;
import io.claimflow.compile.LibraryNames;
import org.graalvm.polyglot.Source;

/**
 * A workflow of a loaded project, ready to run. It stays runnable after its project was
 * closed, so a request that began with it can end with it.
 */
public final class DeployedWorkflow {

	/** A hardened realm costs as much as so many fresh ones. */
	private static final int WORTH = 40;

	/** So many hardened realms may be ended too soon, one after the other. */
	private static final int WASTED = 3;

	/** Parts that can be frozen: they remember nothing, once they are loaded. */
	private static final Set<String> AHEAD = Set.of("url", "base64", "clone", "crypto", "error", "headers");

	/** The code asked for what only a realm of its own can give each run. */
	static final String REFUSED = "refused";

	private final Workflow workflow;

	private final List<Binding> bindings;

	private final List<Binding> lent;

	private final LinkedProgram program;

	private final Admission admission;

	private final int runsPerRealm;

	private final boolean shareable;

	private final OutcomeCache remembered;

	private volatile boolean retired;

	/** Whether its code was refused what only a realm of its own can give each run. */
	private volatile boolean refused;

	/** Whether the last run to end has failed. */
	private volatile boolean failing;

	/** The runs in hardened realms since the last one that such a run has ended. */
	private final AtomicInteger served = new AtomicInteger();

	/** The hardened realms in a row that it has ended too soon. */
	private final AtomicInteger wasted = new AtomicInteger();

	/** What is loaded ahead, since runs use it and it can be frozen. */
	private final Set<String> ahead = new HashSet<>();

	private volatile RealmProfile kind;

	/**
	 * Creates a workflow.
	 * @param capacity how many of its runs a realm may serve, and are remembered
	 */
	DeployedWorkflow(Workflow workflow, LinkedProgram program, Admission admission, Capacity capacity) {
		this.runsPerRealm = capacity.runsPerRealm();
		this.workflow = workflow;
		this.bindings = Bindings.of(workflow);
		this.program = program;
		this.lent = program.hasLibrary() ? Bindings.lent(workflow) : List.of();
		this.shareable = program.all().stream().allMatch((module) -> module.findings().shareable());
		boolean repeatable = program.all().stream().allMatch((module) -> module.findings().repeatable());
		this.remembered = new OutcomeCache(repeatable ? capacity.outcomeCacheSize() : 0);
		this.admission = admission;
		this.kind = new RealmProfile(this.bindings, program.kept(), Set.of());
	}

	/** What the workflow's settings say. */
	public Workflow workflow() {
		return this.workflow;
	}

	/**
	 * Whether the workflow is suspended, because its runs kept meeting limits or one of
	 * them cannot be stopped.
	 * @return the time left, zero while that depends on a run, or empty if it runs
	 */
	public Optional<Duration> suspended() {
		return this.admission.breaker().suspended();
	}

	/** Its project or its engine is closed. */
	void retire() {
		this.retired = true;
		this.remembered.end();
	}

	boolean isRetired() {
		return this.retired;
	}

	int runsPerRealm() {
		return this.runsPerRealm;
	}

	/** Whether a realm is to serve one run after another. */
	boolean runsShareRealms() {
		return this.runsPerRealm > 1 && this.shareable && !this.refused && this.wasted.get() < WASTED;
	}

	/**
	 * Whether the next run may end a realm that others could use: not if the last one
	 * did.
	 */
	boolean mayRunInSharedRealm() {
		return runsShareRealms() && !this.failing;
	}

	/** The hardened realms in which it can run. */
	RealmProfile kind() {
		return this.kind;
	}

	/** A run has ended. */
	void ended(boolean failed) {
		this.failing = failed;
	}

	/** A hardened realm has served a run. */
	void served() {
		this.served.incrementAndGet();
	}

	/** A hardened realm has come to its end with a run. */
	void wasted() {
		if (this.served.getAndSet(0) < WORTH) {
			this.wasted.incrementAndGet();
		}
		else {
			this.wasted.set(0);
		}
	}

	/**
	 * A run has used what another in its realm could notice.
	 * @param traces the names of what that was
	 */
	synchronized void learn(Set<String> traces) {
		if (traces.contains(REFUSED)) {
			this.refused = true;
		}
		else if (AHEAD.containsAll(traces) && this.ahead.addAll(traces)) {
			this.kind = new RealmProfile(this.bindings, this.program.kept(), this.ahead);
			this.wasted.decrementAndGet();
		}
	}

	/** The runs that another would only repeat. */
	OutcomeCache remembered() {
		return this.remembered;
	}

	Admission admission() {
		return this.admission;
	}

	List<Binding> bindings() {
		return this.bindings;
	}

	/** The bindings that the built-in library alone can reach. */
	List<Binding> lent() {
		return this.lent;
	}

	LinkedProgram program() {
		return this.program;
	}

	/** The texts that stand in the workflow's source, and its trigger. */
	List<String> texts() {
		List<String> texts = new ArrayList<>(List.of(this.workflow.trigger().id()));
		this.program.all().forEach((module) -> texts.addAll(module.texts()));
		return texts;
	}

	/**
	 * A program with its modules as sources, which the script engine keeps parsed.
	 *
	 * @param program the program
	 * @param all the modules, the entry first, and the built-in ones that it imports
	 * @param sources the same modules as sources
	 * @param modules the modules by the name that stack frames show
	 * @param inert whether nobody can tell when the modules were evaluated
	 */
	record LinkedProgram(Program program, List<CompiledModule> all, List<Source> sources,
			Map<String, CompiledModule> modules, boolean inert) {

		/** Whether the built-in library is among the modules. */
		boolean hasLibrary() {
			return this.program.builtIns().contains(LibraryNames.MODULE);
		}

		/** The names of the modules that are the same for all runs. */
		List<String> kept() {
			return this.all.stream()
				.filter((module) -> module.findings().constant())
				.map(CompiledModule::file)
				.toList();
		}

		/** The modules that are not. */
		List<Source> own() {
			List<String> kept = kept();
			return this.sources.stream().filter((source) -> !kept.contains(source.getName())).toList();
		}

		static LinkedProgram of(Program program) {
			List<CompiledModule> all = Stream
				.concat(program.modules().stream(),
						program.builtIns().stream().flatMap((name) -> BuiltInModules.module(name).stream()))
				.toList();
			return new LinkedProgram(program, all,
					all.stream().map((module) -> Scripts.source(module.file(), module.code())).toList(),
					all.stream()
						.collect(Collectors.toUnmodifiableMap(CompiledModule::file, (module) -> module,
								(one, other) -> one)),
					all.stream().allMatch((module) -> module.findings().inert()));
		}

	}

}
