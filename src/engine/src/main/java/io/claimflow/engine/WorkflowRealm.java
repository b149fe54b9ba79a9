package io.claimflow.engine;

import io.claimflow.binding.Binding;
import io.claimflow.binding.HostFunction;

/**
 * A realm with the bindings of a workflow in it, and with its modules if nobody can tell
 * when those were evaluated. It serves one run of that workflow.
 */
final class WorkflowRealm implements AutoCloseable {

	private final DeployedWorkflow workflow;

	private final Realm realm;

	private final CurrentRun run = new CurrentRun();

	private boolean linked;

	WorkflowRealm(Sandbox sandbox, DeployedWorkflow workflow) {
		this.workflow = workflow;
		this.realm = new Realm(sandbox);
		try {
			for (Binding binding : workflow.bindings()) {
				this.realm.install(binding, this.run);
			}
			this.realm.calls(this.run::calls, this.run::words);
			if (workflow.program().inert()) {
				link();
			}
		}
		catch (RuntimeException | Error ex) {
			this.realm.close();
			throw ex;
		}
	}

	/** Where the run happens. */
	Realm realm() {
		return this.realm;
	}

	/**
	 * Lets the run begin, for which the bindings are here.
	 * @param words what the kernel asks about text that is going to be logged
	 */
	void begin(RunRecord record, HostCalls calls, HostFunction words) {
		this.run.begin(record, calls, words);
	}

	/** Evaluates the modules, if that is still to be done. */
	void link() {
		if (!this.linked) {
			this.linked = true;
			this.realm.link(this.workflow.program().sources());
		}
	}

	@Override
	public void close() {
		this.realm.close();
	}

}
