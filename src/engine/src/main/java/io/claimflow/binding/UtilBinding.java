package io.claimflow.binding;

import java.util.Set;

/**
 * {@code util.format(…)}, as in Node.js.
 */
final class UtilBinding implements Binding {

	@Override
	public String name() {
		return "util";
	}

	@Override
	public Set<String> members() {
		return Set.of("format");
	}

	@Override
	public String script() {
		return "util.js";
	}

}
