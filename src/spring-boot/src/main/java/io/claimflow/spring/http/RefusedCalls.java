package io.claimflow.spring.http;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log of calls that were refused: one line for each. It has no token, and nothing of a
 * body.
 */
public final class RefusedCalls {

	private static final Logger logger = LoggerFactory.getLogger(RefusedCalls.class);

	private static final int TEXT = 200;

	private RefusedCalls() {
	}

	/**
	 * Logs a call.
	 * @param caller who made it
	 * @param status the HTTP status of the response
	 * @param reason why it was refused
	 */
	public static void log(HttpServletRequest request, String caller, int status, String reason) {
		logger.warn("{} {} of {} from {} was refused with {}: {}", request.getMethod(), text(request.getRequestURI()),
				text(caller), request.getRemoteAddr(), status, text(reason));
	}

	/** What others write cannot pass for a line of the server's. */
	private static String text(String text) {
		String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
		return (line.length() <= TEXT) ? line : line.substring(0, TEXT) + "…";
	}

}
