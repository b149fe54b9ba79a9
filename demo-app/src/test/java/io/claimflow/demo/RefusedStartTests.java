package io.claimflow.demo;

import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A start of the demo that is refused.
 */
class RefusedStartTests {

	@Test
	void leavesNoThreadThatKeepsTheProcess() throws InterruptedException {
		Set<Thread> before = Thread.getAllStackTraces().keySet();

		assertThatException()
			.isThrownBy(
					() -> new SpringApplication(DemoApplication.class).run("--server.port=0", "--demo.internal.port=0",
							"--spring.datasource.url=jdbc:h2:mem:refused", "--claimflow.limits.outcome-cache-size=-1"))
			.withStackTraceContaining("claimflow.limits.outcome-cache-size");

		Set<Thread> left = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.isDaemon() && !before.contains(thread))
			.collect(Collectors.toSet());
		for (Thread thread : left) {
			thread.join(5_000);
		}
		assertThat(left).filteredOn(Thread::isAlive).isEmpty();
	}

}
