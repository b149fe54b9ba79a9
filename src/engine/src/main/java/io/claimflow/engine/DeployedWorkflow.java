package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.claimflow.Workflow;
import io.claimflow.binding.Binding;
import io.claimflow.binding.Bindings;
import io.claimflow.compile.CompiledModule;
import io.claimflow.compile.Program;
import org.graalvm.polyglot.Source;

/**
 * A workflow of a deployment, ready to run. It stays runnable after another deployment
 * took its place, so a request that began with it can end with it.
 */
public final class DeployedWorkflow {

	private final Workflow workflow;

	private final List<Binding> bindings;

	private final LinkedProgram program;

	private final Admission admission;

	private volatile boolean retired;

	DeployedWorkflow(Workflow workflow, LinkedProgram program, Admission admission) {
		this.workflow = workflow;
		this.bindings = Bindings.of(workflow);
		this.program = program;
		this.admission = admission;
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

	/** Another deployment has taken its place, or its engine is closed. */
	void retire() {
		this.retired = true;
	}

	boolean isRetired() {
		return this.retired;
	}

	Admission admission() {
		return this.admission;
	}

	List<Binding> bindings() {
		return this.bindings;
	}

	LinkedProgram program() {
		return this.program;
	}

	/**
	 * A program with its modules as sources, which the script engine keeps parsed.
	 *
	 * @param program the program
	 * @param sources the modules, the entry first
	 * @param modules the modules by the name that stack frames show
	 * @param inert whether nobody can tell when the modules were evaluated
	 */
	record LinkedProgram(Program program, List<Source> sources, Map<String, CompiledModule> modules, boolean inert) {

		static LinkedProgram of(Program program) {
			return new LinkedProgram(program,
					program.modules().stream().map((module) -> Scripts.source(module.file(), module.code())).toList(),
					program.modules()
						.stream()
						.collect(Collectors.toUnmodifiableMap(CompiledModule::file, (module) -> module,
								(one, other) -> one)),
					program.modules().stream().allMatch(CompiledModule::inert));
		}

	}

}
