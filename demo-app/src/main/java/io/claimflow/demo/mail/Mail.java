package io.claimflow.demo.mail;

import java.time.Instant;

/**
 * A mail to somebody, with a link to click.
 *
 * @param to the address
 * @param subject the subject
 * @param text what it says before the link
 * @param link the absolute URL
 * @param linkText what the link says
 * @param sentAt when it was sent
 */
public record Mail(String to, String subject, String text, String link, String linkText, Instant sentAt) {

	/** Tells nothing: the link is a secret. */
	@Override
	public String toString() {
		return "Mail";
	}

}
