package io.claimflow.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * Ends the server with the process that has started it, however that ends: the standard
 * input is a pipe, which is then closed. {@code claimflow dev} starts it so.
 */
@Component
@ConditionalOnBooleanProperty("demo.end-with-input")
class EndWithInput {

	EndWithInput() {
		Thread thread = new Thread(() -> awaitEnd(System.in), "demo-end-with-input");
		thread.setDaemon(true);
		thread.start();
	}

	private static void awaitEnd(InputStream input) {
		try {
			input.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			// It has ended.
		}
		System.exit(0);
	}

}
