package io.claimflow.demo.web;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.demo.DemoAccounts;
import io.claimflow.demo.DemoAddress;
import io.claimflow.spring.runlog.RunStore;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Uses a demo that has just begun, as its own accounts would: so the console has runs to
 * show when somebody looks at it first. These are real requests, and all that comes of
 * them is in the run log as of any other. A demo whose run log has something is left
 * alone.
 */
@Component
@ConditionalOnBooleanProperty("demo.first-visit")
class FirstVisit {

	private static final Logger logger = LoggerFactory.getLogger(FirstVisit.class);

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final DemoAddress address;

	private final TokenClient tokens;

	private final ObjectProvider<RunStore> runs;

	private @Nullable Thread thread;

	FirstVisit(DemoAddress address, TokenClient tokens, ObjectProvider<RunStore> runs) {
		this.address = address;
		this.tokens = tokens;
		this.runs = runs;
	}

	@EventListener(ApplicationReadyEvent.class)
	synchronized void begin() {
		RunStore log = this.runs.getIfAvailable();
		if (log != null && log.newest() == 0) {
			Thread thread = new Thread(this::visit, "first-visit");
			thread.setDaemon(true);
			thread.start();
			this.thread = thread;
		}
	}

	private void visit() {
		try {
			this.tokens.machine("read:users");
			this.tokens.machine("read:users write:users");
			signIn("Mozilla/5.0 (the first visit of the demo)");
			// The workflow of sign-ins refuses what does not claim to be a browser.
			signIn("the first visit of the demo");
			this.tokens.machine("write:users");
		}
		catch (InterruptedException ex) {
			logger.debug("The demo stops before its first visit is over");
		}
		catch (IOException | OAuthErrorException | RuntimeException ex) {
			logger.info("The first visit of the demo ended early, so its console has less to show: {}",
					ex.getMessage());
		}
	}

	private void signIn(String userAgent) throws IOException, InterruptedException {
		// Threads that end with their task, so that none is left when the server stops.
		HttpClient browser = HttpClient.newBuilder()
			.cookieHandler(new CookieManager())
			.followRedirects(Redirect.NORMAL)
			.connectTimeout(PATIENCE)
			.executor(new SimpleAsyncTaskExecutor("first-visit-"))
			.build();
		HttpResponse<String> login = send(browser, request("/demo/sign-in", userAgent));
		Matcher token = TOKEN.matcher(login.body());
		if (!token.find()) {
			throw new IOException("There is no form at " + login.uri().getPath());
		}
		send(browser,
				request("/login", userAgent).header("Content-Type", "application/x-www-form-urlencoded")
					.POST(BodyPublishers.ofString("_csrf=" + encode(token.group(1)) + "&username="
							+ encode(DemoAccounts.USERNAME) + "&password=" + encode(DemoAccounts.PASSWORD))));
	}

	private HttpRequest.Builder request(String path, String userAgent) {
		return HttpRequest.newBuilder(URI.create(this.address.url(path)))
			.timeout(PATIENCE)
			.header("Accept", "text/html")
			.header("User-Agent", userAgent);
	}

	private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request)
			throws IOException, InterruptedException {
		return browser.send(request.build(), BodyHandlers.ofString());
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@PreDestroy
	synchronized void end() {
		Thread thread = this.thread;
		if (thread != null) {
			thread.interrupt();
		}
	}

}
