package io.claimflow.spring.console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Makes the first page before somebody asks for it. It begins once the application is
 * ready, on a thread of its own, so the start takes no longer.
 */
final class ConsoleWarmUp implements ApplicationListener<ApplicationReadyEvent> {

	private static final Logger logger = LoggerFactory.getLogger(ConsoleWarmUp.class);

	private final Runnable page;

	ConsoleWarmUp(Runnable page) {
		this.page = page;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		Thread thread = new Thread(this::makePage, "claimflow-console-warm-up");
		thread.setDaemon(true);
		thread.start();
	}

	private void makePage() {
		long start = System.nanoTime();
		try {
			this.page.run();
			logger.debug("The console's first page was made within {} ms", (System.nanoTime() - start) / 1_000_000);
		}
		catch (RuntimeException ex) {
			logger.debug("The console's first page could not be made yet", ex);
		}
	}

}
