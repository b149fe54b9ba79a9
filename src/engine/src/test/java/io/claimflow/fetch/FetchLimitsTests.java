package io.claimflow.fetch;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for limits that are none.
 */
class FetchLimitsTests {

	@ParameterizedTest
	@CsvSource({ "0, 1, 1, 1, 0, claimflow.fetch.timeout", "-1, 1, 1, 1, 0, claimflow.fetch.timeout",
			"1, 0, 1, 1, 0, claimflow.fetch.response-bytes", "1, 1, 0, 1, 0, claimflow.fetch.request-bytes",
			"1, 1, 1, 0, 0, claimflow.fetch.total-bytes", "1, 1, 1, 1, -1, claimflow.fetch.redirects" })
	void aLimitThatWouldLetNothingOrAnythingPassIsRefused(long millis, int response, int request, long total,
			int redirects, String property) {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new FetchLimits(Duration.ofMillis(millis), response, request, total, redirects, List.of()))
			.withMessageContaining(property + " must");
	}

}
