package io.claimflow.compile;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The modules that are built into Node.js, which a workflow does not have, and what it
 * has in place of some of them.
 */
final class NodeModules {

	private static final String PREFIX = "node:";

	private static final Set<String> NAMES = Set.of("assert", "async_hooks", "buffer", "child_process", "cluster",
			"console", "constants", "crypto", "dgram", "diagnostics_channel", "dns", "domain", "events", "fs", "http",
			"http2", "https", "inspector", "module", "net", "os", "path", "perf_hooks", "process", "punycode",
			"querystring", "readline", "repl", "sqlite", "stream", "string_decoder", "sys", "test", "timers", "tls",
			"trace_events", "tty", "v8", "vm", "wasi", "worker_threads", "zlib");

	private static final String CALLS = "kinde.fetch for calls to other systems";

	private static final Map<String, String> REPLACEMENTS = Map.ofEntries(Map.entry("http", CALLS),
			Map.entry("http2", CALLS), Map.entry("https", CALLS), Map.entry("net", CALLS), Map.entry("tls", CALLS),
			Map.entry("crypto", "the global crypto for random values"), Map.entry("process", "kinde.env for variables"),
			Map.entry("fs", "the import of a JSON file of the project"), Map.entry("events", "the global EventTarget"),
			Map.entry("buffer", "Uint8Array, atob and btoa"),
			Map.entry("querystring", "URLSearchParams of the binding url"),
			Map.entry("timers", "the global setTimeout"), Map.entry("perf_hooks", "the global performance"));

	private NodeModules() {
	}

	/** The name of a module without the prefix that Node.js allows. */
	static String bare(String specifier) {
		return specifier.startsWith(PREFIX) ? specifier.substring(PREFIX.length()) : specifier;
	}

	/** Whether a specifier means a module of Node.js, or a part of one. */
	static boolean contains(String specifier) {
		return specifier.startsWith(PREFIX) || NAMES.contains(name(specifier));
	}

	private static String name(String specifier) {
		return bare(specifier).split("/", 2)[0];
	}

	/**
	 * A sentence, with a space behind it, that says what to use in place of modules, or
	 * an empty text if there is nothing.
	 */
	static String replacements(Collection<String> specifiers) {
		Map<String, Set<String>> replaced = new LinkedHashMap<>();
		for (String specifier : specifiers) {
			String replacement = REPLACEMENTS.get(name(specifier));
			if (replacement != null) {
				replaced.computeIfAbsent(replacement, (key) -> new LinkedHashSet<>()).add(name(specifier));
			}
		}
		return replaced.isEmpty() ? ""
				: replaced.entrySet()
					.stream()
					.map((entry) -> entry.getKey() + " in place of " + String.join(", ", entry.getValue()))
					.collect(Collectors.joining("; ", "Use ", ". "));
	}

}
