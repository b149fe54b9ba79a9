package io.claimflow.demo.mail;

import java.util.List;

/**
 * Keeps the newest mails of everybody, in place of sending them.
 */
public interface Mailbox {

	/** How many mails are kept. */
	int CAPACITY = 20;

	/** Puts a mail here. */
	void send(String to, String subject, String text, String link, String linkText);

	/** The mails, the newest first. */
	List<Mail> mails();

}
