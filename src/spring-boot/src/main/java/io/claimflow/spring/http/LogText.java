package io.claimflow.spring.http;

/**
 * A text of somebody's within a line of the log. It cannot pass for a line of the
 * server's, nor turn round what stands beside it.
 */
public final class LogText {

	private LogText() {
	}

	/**
	 * The text with a blank in place of what is not seen or ends a line.
	 * @param length the longest that is not cut
	 */
	public static String of(String text, int length) {
		String start = (text.length() <= length) ? text : text.substring(0, length) + "…";
		return start.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", " ");
	}

}
