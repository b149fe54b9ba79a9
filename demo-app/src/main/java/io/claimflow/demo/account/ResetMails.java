package io.claimflow.demo.account;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.claimflow.demo.DemoAddress;
import io.claimflow.demo.mail.Mailbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Sends links to choose a new password, behind the back of the request: neither what the
 * request does nor how long it takes tells whether there is such an account.
 */
@Component
public class ResetMails implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(ResetMails.class);

	private static final int WAITING = 100;

	private final DemoAddress address;

	private final Accounts accounts;

	private final FederatedAccounts federated;

	private final ResetLinks links;

	private final Mailbox mailbox;

	private final ExecutorService sender = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
			new ArrayBlockingQueue<>(WAITING), new CustomizableThreadFactory("reset-mails-"));

	ResetMails(DemoAddress address, Accounts accounts, FederatedAccounts federated, ResetLinks links, Mailbox mailbox) {
		this.address = address;
		this.accounts = accounts;
		this.federated = federated;
		this.links = links;
		this.mailbox = mailbox;
	}

	/** Sends a link to an address, if it has an account with a password. */
	public void request(String email) {
		try {
			this.sender.execute(() -> {
				try {
					send(Accounts.name(email));
				}
				catch (RuntimeException ex) {
					logger.error("A link to choose a new password could not be sent", ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			logger.warn("More than {} links to choose a new password wait to be sent; one was dropped", WAITING);
		}
	}

	/**
	 * Whoever signs in at the partner has no password here, and must not get past the
	 * partner with one.
	 */
	private void send(String name) {
		this.accounts.find(name)
			.filter((account) -> !this.federated.isFederated(name))
			.ifPresent((account) -> this.mailbox.send(account.name(), "Choose a new password",
					"Somebody, hopefully you, has forgotten the password of this account. The link works once, for "
							+ ResetLinks.LIFETIME.toMinutes() + " minutes.",
					this.address.url("/reset-password?token=" + this.links.create(account.name())),
					"Choose a new password"));
	}

	@Override
	public void destroy() {
		this.sender.shutdown();
	}

}
