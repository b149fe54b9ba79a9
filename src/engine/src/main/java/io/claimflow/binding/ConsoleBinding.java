package io.claimflow.binding;

import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.claimflow.LogLine;
import io.claimflow.Workflow;

/**
 * {@code console.log}, {@code info}, {@code debug}, {@code warn} and {@code error}.
 */
final class ConsoleBinding implements Binding {

	@Override
	public String name() {
		return "console";
	}

	@Override
	public boolean granted(Workflow workflow) {
		return true;
	}

	@Override
	public Set<String> members() {
		return Set.of("log", "info", "debug", "warn", "error");
	}

	@Override
	public String script() {
		return "console.js";
	}

	@Override
	public Map<String, HostFunction> functions(RunScope run) {
		Map<String, HostFunction> functions = new LinkedHashMap<>();
		for (LogLine.Level level : LogLine.Level.values()) {
			functions.put(level.name(), (arguments) -> log(run, level, arguments));
		}
		return functions;
	}

	private static @org.jspecify.annotations.Nullable String log(RunScope run, LogLine.Level level,
			List<String> arguments) {
		run.log(level, arguments.get(0));
		return null;
	}

}
