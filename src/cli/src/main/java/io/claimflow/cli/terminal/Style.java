package io.claimflow.cli.terminal;

/**
 * How a terminal shows a text: the plain colours of ECMA-48, which each theme makes
 * readable on its own background.
 */
public enum Style {

	BOLD("1"), FAINT("2"), RED("31"), GREEN("32"), YELLOW("33"), CYAN("36");

	private final String code;

	Style(String code) {
		this.code = code;
	}

	String apply(String text) {
		return text.isEmpty() ? text : "\u001B[" + this.code + "m" + text + "\u001B[0m";
	}

}
