package io.claimflow.binding;

/**
 * The globals {@code URL} and {@code URLSearchParams} of the WHATWG URL Standard, made by
 * the library whatwg-url when a workflow first uses one of them.
 */
final class UrlBinding implements Binding {

	@Override
	public String name() {
		return "url";
	}

	@Override
	public boolean global() {
		return true;
	}

	@Override
	public String script() {
		return "url.js";
	}

}
