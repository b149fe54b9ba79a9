package io.claimflow.cli.server;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import io.claimflow.cli.terminal.Terminal;

/** Short forms of what a server says. */
final class Texts {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'")
		.withZone(ZoneOffset.UTC);

	private static final int DIGEST = 12;

	private Texts() {
	}

	/** A time of the server's, in UTC. */
	static String time(String text) {
		try {
			return TIME.format(Instant.parse(text));
		}
		catch (DateTimeException ex) {
			return Terminal.oneLine(text);
		}
	}

	static String digest(String digest) {
		String text = Terminal.oneLine(digest);
		return (text.length() > DIGEST) ? text.substring(0, DIGEST) : text;
	}

}
