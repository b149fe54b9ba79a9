package io.claimflow.spring.autoconfigure;

import io.claimflow.Capacity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/**
 * Warns if runs could hold every thread of the server's requests: then a slow third party
 * stops the requests that no workflow has a say in, too.
 */
final class RequestThreads implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(RequestThreads.class);

	/** Of Tomcat and of Jetty. */
	private static final int USUAL = 200;

	private final Environment environment;

	private final Capacity capacity;

	RequestThreads(Environment environment, Capacity capacity) {
		this.environment = environment;
		this.capacity = capacity;
	}

	@Override
	public void afterSingletonsInstantiated() {
		int held = this.capacity.concurrentRuns() + this.capacity.queueSize();
		int threads = number(this.environment);
		if (held >= threads && !Threading.VIRTUAL.isActive(this.environment)) {
			logger.warn(
					"Runs of workflows can hold {} threads of requests, and the server has {}."
							+ " Lower claimflow.limits.concurrent-runs ({}) or claimflow.limits.queue-size ({}),"
							+ " or raise server.tomcat.threads.max: else other requests may have to wait for them.",
					held, threads, this.capacity.concurrentRuns(), this.capacity.queueSize());
		}
	}

	/** How many threads the server has for requests, unless they are virtual. */
	static int number(Environment environment) {
		return environment.getProperty("server.tomcat.threads.max", Integer.class,
				environment.getProperty("server.jetty.threads.max", Integer.class, USUAL));
	}

}
