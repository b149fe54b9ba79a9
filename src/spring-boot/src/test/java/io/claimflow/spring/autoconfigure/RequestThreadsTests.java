package io.claimflow.spring.autoconfigure;

import io.claimflow.Capacity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the warning that runs can hold every thread of the server.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequestThreadsTests {

	private final MockEnvironment environment = new MockEnvironment();

	private void start() {
		new RequestThreads(this.environment, Capacity.defaults()).afterSingletonsInstantiated();
	}

	@Test
	void theDefaultsLeaveThreadsToOtherRequests(CapturedOutput output) {
		start();
		assertThat(output).doesNotContain("threads of requests");
	}

	@Test
	void fewerThreadsThanRunsAreWarnedOf(CapturedOutput output) {
		this.environment.setProperty("server.tomcat.threads.max", "128");
		start();
		assertThat(output).contains("can hold 128 threads of requests, and the server has 128",
				"claimflow.limits.concurrent-runs (64)", "server.tomcat.threads.max");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsDoNotRunOut(CapturedOutput output) {
		this.environment.setProperty("server.tomcat.threads.max", "10");
		this.environment.setProperty("spring.threads.virtual.enabled", "true");
		start();
		assertThat(output).doesNotContain("threads of requests");
	}

}
