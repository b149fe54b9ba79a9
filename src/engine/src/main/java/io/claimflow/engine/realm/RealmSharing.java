package io.claimflow.engine.realm;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.claimflow.Workflow;
import io.claimflow.binding.Binding;
import io.claimflow.binding.Bindings;

/**
 * What one workflow needs of its realms, and whether its runs can share them: as far as
 * its code shows, and its runs have shown.
 */
public final class RealmSharing {

	/** The code asked for what only a realm of its own can give each run. */
	static final String REFUSED = "refused";

	/** A hardened realm costs as much as so many fresh ones. */
	private static final int WORTH = 40;

	/**
	 * Consecutive hardened realms that may end too soon before the workflow falls back to
	 * fresh ones.
	 */
	private static final int WASTED = 3;

	/** Parts that can be frozen: they remember nothing, once they are loaded. */
	private static final Set<String> AHEAD = Set.of("url", "base64", "clone", "crypto", "error", "headers");

	private final List<Binding> bindings;

	private final List<Binding> lent;

	private final LinkedProgram program;

	private final int runsPerRealm;

	private final boolean shareable;

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

	/** How often in a row its packages could not be kept for the next run. */
	private final AtomicInteger notKept = new AtomicInteger();

	private volatile RealmProfile profile;

	/**
	 * Begins with what the code shows.
	 * @param runsPerRealm the runs that a realm may serve at most
	 */
	public RealmSharing(Workflow workflow, LinkedProgram program, int runsPerRealm) {
		this(workflow, program, runsPerRealm, List.of());
	}

	/**
	 * Begins with what the code shows.
	 * @param more the bindings beside those of the workflow
	 */
	public RealmSharing(Workflow workflow, LinkedProgram program, int runsPerRealm, List<Binding> more) {
		this.bindings = Stream.concat(Bindings.of(workflow).stream(), more.stream()).toList();
		this.lent = program.hasLibrary() ? Bindings.lent(workflow) : List.of();
		this.program = program;
		this.runsPerRealm = runsPerRealm;
		this.shareable = program.isShareable();
		this.profile = new RealmProfile(this.bindings, program.kept(), Set.of());
	}

	/** The bindings that the workflow's code can reach. */
	public List<Binding> bindings() {
		return this.bindings;
	}

	/** The bindings that the built-in library alone can reach. */
	List<Binding> lent() {
		return this.lent;
	}

	public LinkedProgram program() {
		return this.program;
	}

	/** Lets no more realms be made ahead of time for the workflow. */
	void retire() {
		this.retired = true;
	}

	boolean isRetired() {
		return this.retired;
	}

	public int runsPerRealm() {
		return this.runsPerRealm;
	}

	/** Whether a realm is to serve one run after another. */
	public boolean runsShareRealms() {
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
	RealmProfile profile() {
		return this.profile;
	}

	/** Whether its packages may be evaluated once for all runs of a realm. */
	boolean mayKeepPackages() {
		return this.notKept.get() < WASTED;
	}

	/** Takes note of whether they were kept. */
	void packagesWereKept(boolean kept) {
		if (kept) {
			this.notKept.set(0);
		}
		else {
			this.notKept.incrementAndGet();
		}
	}

	/** Takes note of a run that has ended. */
	public void ended(boolean failed) {
		this.failing = failed;
	}

	/**
	 * Forgets how runs have ended that were made for nobody: they had neither calls nor
	 * data.
	 */
	public void warm() {
		this.failing = false;
		this.wasted.set(0);
	}

	/** Takes note of a hardened realm that has served a run. */
	void served() {
		this.served.incrementAndGet();
	}

	/** Takes note of a hardened realm that has come to its end with a run. */
	void wasted() {
		if (this.served.getAndSet(0) < WORTH) {
			this.wasted.incrementAndGet();
		}
		else {
			this.wasted.set(0);
		}
	}

	/**
	 * Takes note of what a run has used that another in its realm could notice.
	 * @param traces the names of what that was
	 */
	public synchronized void learn(Set<String> traces) {
		if (traces.contains(REFUSED)) {
			this.refused = true;
		}
		else if (AHEAD.containsAll(traces) && this.ahead.addAll(traces)) {
			this.profile = new RealmProfile(this.bindings, this.program.kept(), this.ahead);
			this.wasted.decrementAndGet();
		}
	}

}
