package io.claimflow.engine.realm;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.claimflow.Failure;
import io.claimflow.binding.Binding;
import io.claimflow.engine.limit.HeapImage;
import org.graalvm.polyglot.PolyglotException;

/**
 * A realm with the bindings of a workflow in it, and with its modules if nobody can tell
 * when those were evaluated. It serves one run of that workflow. If it is hardened, it
 * serves one run after another, of that workflow and of others for which it has what they
 * need.
 */
public final class PooledRealm implements AutoCloseable {

	/** What GraalJS says where a frozen object would have to change. */
	private static final Pattern REFUSAL = Pattern.compile("(" + FailureReader.UNHANDLED
			+ ")?TypeError: (Cannot (add new|redefine|assign to read).*|setPrototype failed"
			+ "|The built-in property .* cannot be changed|.* is not a (configurable|writable) property|.*not extensible.*)",
			Pattern.DOTALL);

	private final Optional<RealmProfile> profile;

	private RealmSharing workflow;

	private final Realm realm;

	private final RealmRunScope run = new RealmRunScope();

	private boolean linked;

	/** What makes the packages as they were, if they are evaluated once for all runs. */
	private Optional<HeapImage> packages = Optional.empty();

	private int runs;

	private PooledRealm(Sandbox sandbox, RealmSharing workflow, Optional<RealmProfile> profile, Fixed fixed) {
		this.workflow = workflow;
		this.profile = profile;
		this.realm = new Realm(sandbox);
		try {
			for (Binding binding : workflow.bindings()) {
				this.realm.install(binding, this.run);
			}
			for (Binding binding : workflow.lent()) {
				this.realm.lend(binding, this.run);
			}
			this.realm.serve(this.run::host);
			this.realm.fix(fixed);
			this.realm.modules(workflow.program().sources());
			profile.ifPresent((hardened) -> this.realm.harden(hardened.modules(), hardened.parts()));
			linkAhead();
		}
		catch (RuntimeException | Error ex) {
			this.realm.close();
			throw ex;
		}
	}

	/** A realm for one run. */
	static PooledRealm fresh(Sandbox sandbox, RealmSharing workflow) {
		return fresh(sandbox, workflow, Fixed.NOTHING);
	}

	/** A realm for one run in which some things are fixed. */
	static PooledRealm fresh(Sandbox sandbox, RealmSharing workflow, Fixed fixed) {
		return new PooledRealm(sandbox, workflow, Optional.empty(), fixed);
	}

	/**
	 * A realm for one run after another, which takes longer to make. The first is of that
	 * workflow.
	 */
	static PooledRealm hardened(Sandbox sandbox, RealmSharing workflow, RealmProfile profile) {
		return new PooledRealm(sandbox, workflow, Optional.of(profile), Fixed.NOTHING);
	}

	/** What is in it, if it may serve one run after another. */
	public Optional<RealmProfile> profile() {
		return this.profile;
	}

	/** The workflow that runs here. */
	RealmSharing workflow() {
		return this.workflow;
	}

	/** Lets a workflow of the same kind run here next. */
	void turnTo(RealmSharing workflow) {
		if (workflow != this.workflow) {
			this.workflow = workflow;
			this.realm.modules(workflow.program().own());
			this.packages = Optional.empty();
			this.linked = false;
			linkAhead();
		}
	}

	/** Where the run happens. */
	public Realm realm() {
		return this.realm;
	}

	/** Lets the run begin, for which the bindings are here. */
	public void begin(RealmHost host) {
		this.runs++;
		this.realm.begin();
		this.run.begin(host);
	}

	/** Evaluates the modules, if that is still to be done. */
	public void link() {
		if (!this.linked) {
			this.linked = true;
			try {
				linkPackages();
				this.realm.link();
			}
			catch (PolyglotException ex) {
				// What could be loaded at the deployment can be loaded in a realm of its
				// own
				if (this.profile.isPresent() && this.workflow.program().hasPackages() && ex.isGuestException()
						&& !ex.isCancelled() && !ex.isResourceExhausted()) {
					this.workflow.learn(Set.of(RealmSharing.REFUSED));
				}
				throw ex;
			}
		}
	}

	/** Whether its packages are evaluated once, for all runs that it serves. */
	public boolean keepsPackages() {
		return this.packages.isPresent();
	}

	private void linkPackages() {
		if (this.profile.isPresent() && this.packages.isEmpty() && this.workflow.program().hasPackages()
				&& this.workflow.mayKeepPackages()) {
			this.packages = this.realm.linkPackages();
			this.workflow.packagesWereKept(this.packages.isPresent());
		}
	}

	private void linkAhead() {
		if (this.workflow.program().inert()) {
			link();
		}
	}

	/** Forgets a call that has ended: another of the same modules can follow. */
	public void again() {
		this.realm.again();
		this.run.end();
	}

	/** Takes note of why the run has failed. */
	public void failed(Failure failure) {
		if (this.profile.isPresent() && REFUSAL.matcher(failure.message()).lookingAt()) {
			this.workflow.learn(Set.of(RealmSharing.REFUSED));
		}
	}

	/**
	 * Forgets the run that has ended.
	 * @param intact whether the run has not failed, and nothing speaks against another
	 * @return whether nothing of it is left, so that another can follow
	 */
	boolean renew(boolean intact) {
		if (this.profile.isEmpty()) {
			return false;
		}
		if (!(intact && forget())) {
			this.workflow.wasted();
			return false;
		}
		this.workflow.served();
		return this.runs < this.workflow.runsPerRealm();
	}

	private boolean forget() {
		Set<String> traces = this.realm.reset();
		if (!traces.isEmpty()) {
			this.workflow.learn(traces);
		}
		if (!traces.isEmpty() || !this.workflow.runsShareRealms()) {
			return false;
		}
		if (this.packages.isPresent() && !this.packages.get().restore()) {
			this.workflow.learn(Set.of(RealmSharing.REFUSED));
			return false;
		}
		this.run.end();
		this.linked = false;
		linkAhead();
		return true;
	}

	@Override
	public void close() {
		this.realm.close();
	}

}
