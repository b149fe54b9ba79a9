package io.claimflow.cli.project;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.claimflow.Problem;

/**
 * What a check has given.
 *
 * @param root the folder of the project
 * @param workflows the workflow files, relative to it
 * @param variables the names of variables that the code writes out, sorted
 * @param findings the problems and warnings, those of each file together
 * @param typesSkipped why types were not checked, or empty if they were
 */
record CheckResult(Path root, List<String> workflows, List<String> variables, List<Finding> findings,
		Optional<String> typesSkipped) {

	Stream<Finding> errors() {
		return this.findings.stream().filter(Finding::isError);
	}

	Stream<Finding> warnings() {
		return this.findings.stream().filter((finding) -> !finding.isError());
	}

	/** Whether a server would load it, and some of its code fails in a run. */
	boolean isKnownToFail() {
		return errors().findAny().isEmpty() && this.findings.stream()
			.anyMatch((finding) -> finding.problem().severity() == Problem.Severity.FAILING);
	}

	Map<String, Object> toJson() {
		Map<String, Object> types = new LinkedHashMap<>();
		types.put("checked", this.typesSkipped.isEmpty());
		this.typesSkipped.ifPresent((reason) -> types.put("reason", reason));
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("project", this.root.toString());
		json.put("workflows", this.workflows);
		json.put("variables", this.variables);
		json.put("problems", errors().map(Finding::toJson).toList());
		json.put("warnings", warnings().map(Finding::toJson).toList());
		json.put("types", types);
		return json;
	}

}
