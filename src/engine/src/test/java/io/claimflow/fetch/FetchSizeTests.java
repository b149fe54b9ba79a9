package io.claimflow.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.claimflow.fetch.TestCalls.NO_NAMES;
import static io.claimflow.fetch.TestCalls.failure;
import static io.claimflow.fetch.TestCalls.response;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much calls may carry.
 */
class FetchSizeTests {

	private final TestServer server = new TestServer().answering("/", 200, "x".repeat(100));

	FetchSizeTests() throws IOException {
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private static Fetcher fetcher(int requestBytes, long totalBytes) {
		return new Fetcher(
				new FetchLimits(Duration.ofSeconds(20), 1000, requestBytes, totalBytes, 0, List.of("127.0.0.1")),
				NO_NAMES);
	}

	private FetchRequest post(String body) {
		return new FetchRequest("POST", this.server.url("/"), Map.of(), body);
	}

	@Test
	void aBodyThatIsTooLongIsNotSent() throws Exception {
		try (Fetcher fetcher = fetcher(10, 10_000)) {
			assertThat(failure(fetcher, post("ä".repeat(6)))).isEqualTo(
					"The body has 12 bytes, more than 10: send less, or an operator raises claimflow.fetch.request-bytes");
			assertThat(this.server.received()).isEmpty();
			assertThat(response(fetcher, post("ä".repeat(5))).status()).isEqualTo(200);
		}
	}

	@Test
	void theCallsOfARunCarryNoMoreTogetherThanTheyMay() throws Exception {
		try (Fetcher fetcher = fetcher(1000, 300)) {
			FetchBudget budget = fetcher.budget();
			assertThat(fetcher.fetch(post("y".repeat(50)), budget).get().status()).isEqualTo(200);
			CompletableFuture<FetchResponse> second = fetcher.fetch(post("y".repeat(100)), budget);
			assertThat(failure(second)).contains("more than 300 bytes together", "claimflow.fetch.total-bytes");
			assertThat(failure(fetcher.fetch(post("y"), budget))).contains("more than 300 bytes together");
			assertThat(this.server.received()).hasSize(2);
			assertThat(fetcher.fetch(post("another run"), fetcher.budget()).get().status()).isEqualTo(200);
		}
	}

}
