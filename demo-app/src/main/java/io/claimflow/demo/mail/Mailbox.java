package io.claimflow.demo.mail;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.springframework.stereotype.Component;

/**
 * Keeps the newest mails of everybody, in place of sending them.
 */
@Component
public class Mailbox {

	private static final int CAPACITY = 20;

	private final Deque<Mail> mails = new ArrayDeque<>();

	/** Puts a mail here. */
	public synchronized void send(String to, String subject, String text, String link, String linkText) {
		this.mails.addFirst(new Mail(to, subject, text, link, linkText, Instant.now()));
		if (this.mails.size() > CAPACITY) {
			this.mails.removeLast();
		}
	}

	/** The mails, the newest first. */
	public synchronized List<Mail> mails() {
		return List.copyOf(this.mails);
	}

}
