package io.claimflow.demo.mail;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The mails of one node.
 */
@Component
@Profile("!cluster")
class MailboxInMemory implements Mailbox {

	private final Deque<Mail> mails = new ArrayDeque<>();

	@Override
	public synchronized void send(String to, String subject, String text, String link, String linkText) {
		this.mails.addFirst(new Mail(to, subject, text, link, linkText, Instant.now()));
		if (this.mails.size() > CAPACITY) {
			this.mails.removeLast();
		}
	}

	@Override
	public synchronized List<Mail> mails() {
		return List.copyOf(this.mails);
	}

}
