package io.claimflow.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.claimflow.artifact.Program;

/**
 * What came of the tests of a project when they ran last. A file runs again if it, what
 * it imports, its snapshots, or a workflow that its tests have run has changed since, or
 * if one of its tests has failed; of other files, what came of them is taken over. It is
 * for one selection of tests. Safe for use by many threads.
 */
public final class TestHistory {

	private final Map<String, Entry> files = new ConcurrentHashMap<>();

	/**
	 * What came of a file, if nothing that it depends on has changed.
	 * @param script what the file is compiled to
	 * @param snapshots its file of snapshots
	 * @param workflows what a workflow is compiled to, or empty if there is none
	 */
	Optional<List<TestResult>> find(String file, Program script, String snapshots,
			Function<String, Optional<Program>> workflows) {
		return Optional.ofNullable(this.files.get(file))
			.filter((entry) -> entry.script().equals(script) && entry.snapshots().equals(snapshots)
					&& entry.workflows()
						.entrySet()
						.stream()
						.allMatch((used) -> used.getValue().equals(workflows.apply(used.getKey()))))
			.map(Entry::results);
	}

	/** Remembers what came of a file, unless one of its tests has failed. */
	void put(String file, Entry entry) {
		if (entry.results().stream().anyMatch(TestResult.Failed.class::isInstance)) {
			this.files.remove(file);
		}
		else {
			this.files.put(file, entry);
		}
	}

	/**
	 * What came of a file.
	 *
	 * @param script what the file was compiled to
	 * @param snapshots its file of snapshots before
	 * @param workflows what the workflows were compiled to that its tests have run
	 * @param results what came of its tests
	 */
	record Entry(Program script, String snapshots, Map<String, Optional<Program>> workflows, List<TestResult> results) {

		Entry {
			workflows = Map.copyOf(workflows);
			results = List.copyOf(results);
		}

		static Map<String, Optional<Program>> used(Iterable<String> workflows,
				Function<String, Optional<Program>> programs) {
			Map<String, Optional<Program>> used = new HashMap<>();
			workflows.forEach((id) -> used.put(id, programs.apply(id)));
			return used;
		}

	}

}
