package io.claimflow.binding;

/**
 * {@code util.format(…)}, as in Node.js.
 */
final class UtilBinding implements Binding {

	@Override
	public String name() {
		return "util";
	}

	@Override
	public String script() {
		return "util.js";
	}

}
