package io.claimflow.demo.cluster;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * People who are signed in and do what they do, one request each at a time. They begin a
 * request that has failed again, with what they have: a browser its session, and a client
 * its refresh token.
 */
final class Load implements AutoCloseable {

	private final List<User> users;

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicInteger answered = new AtomicInteger();

	private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();

	private final Queue<String> losses = new ConcurrentLinkedQueue<>();

	private volatile boolean ended;

	private Load(List<User> users) {
		this.users = users;
	}

	static Load start(List<User> users) {
		Load load = new Load(users);
		for (User user : users) {
			Thread thread = new Thread(() -> load.run(user), "load-" + user.name());
			thread.setDaemon(true);
			thread.start();
			load.threads.add(thread);
		}
		return load;
	}

	private void run(User user) {
		try {
			while (!this.ended) {
				until(user::seesTheAccount);
				until(user::refreshes);
				until(user::asksForUserInfo);
				until(user::getsAMachineToken);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			this.losses.add(user.name() + ": " + ex);
		}
	}

	private void until(Request request) throws InterruptedException {
		while (!this.ended) {
			long started = System.nanoTime();
			String node = null;
			try {
				HttpResponse<String> response = request.send();
				node = response.headers().firstValue(Balancer.NODE).orElse(null);
				if (response.statusCode() < 500) {
					this.answered.incrementAndGet();
					return;
				}
			}
			catch (IOException ex) {
				// The connection was closed in the middle of an answer.
			}
			this.failures.add(new Failure(node, started, System.nanoTime()));
		}
	}

	int answered() {
		return this.answered.get();
	}

	/** The requests that were not answered, or with a status of 500 or more. */
	List<Failure> failures() {
		return List.copyOf(this.failures);
	}

	/** What somebody has lost: a session or a token. */
	List<String> losses() {
		return List.copyOf(this.losses);
	}

	boolean goesOn() {
		return this.threads.stream().allMatch(Thread::isAlive);
	}

	List<User> users() {
		return this.users;
	}

	@Override
	public void close() throws InterruptedException {
		this.ended = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	/**
	 * A request that failed.
	 *
	 * @param node the node that it went to, or null if the answer does not tell
	 * @param started when it was sent
	 * @param ended when it failed
	 */
	record Failure(@Nullable String node, long started, long ended) {
	}

	/**
	 * Sends something, and fails if the answer says that a session or a token is lost.
	 */
	private interface Request {

		HttpResponse<String> send() throws IOException, InterruptedException;

	}

}
