package io.claimflow.spring.http;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log of calls that were refused. It has no token, and nothing of a body. Whoever calls
 * again and again for the same reason fills no log: there is a line for the first of them
 * within a minute, and one that counts the others.
 */
public final class RefusedCalls {

	private static final Logger logger = LoggerFactory.getLogger(RefusedCalls.class);

	/** Where a server has the lines that it has written. */
	private static final String LINES = RefusedCalls.class.getName() + ".lines";

	private static final int TEXT = 200;

	private RefusedCalls() {
	}

	/**
	 * Logs a call.
	 * @param caller who made it
	 * @param refusal why it was refused
	 */
	public static void log(HttpServletRequest request, String caller, RefusedCallException refusal) {
		log(request, caller, refusal.status(), String.valueOf(refusal.getMessage()));
	}

	/**
	 * Logs a call.
	 * @param caller who made it
	 * @param status the HTTP status of the response
	 * @param reason why it was refused
	 */
	public static void log(HttpServletRequest request, String caller, int status, String reason) {
		String who = text(caller);
		String why = text(reason);
		lines(request.getServletContext()).say("of %s were refused with %d: %s".formatted(who, status, why),
				"%s %s of %s from %s was refused with %d: %s".formatted(request.getMethod(),
						text(request.getRequestURI()), who, request.getRemoteAddr(), status, why));
	}

	private static RepeatedLines lines(ServletContext server) {
		synchronized (RefusedCalls.class) {
			if (server.getAttribute(LINES) instanceof RepeatedLines lines) {
				return lines;
			}
			RepeatedLines lines = new RepeatedLines(logger::warn, System::nanoTime);
			server.setAttribute(LINES, lines);
			return lines;
		}
	}

	private static String text(String text) {
		return LogText.of(text, TEXT);
	}

}
