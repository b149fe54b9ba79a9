package io.claimflow.spring.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for lines of a log that others bring about.
 */
class RepeatedLinesTests {

	private final List<String> written = new ArrayList<>();

	private long now;

	private final RepeatedLines lines = new RepeatedLines(this.written::add, () -> this.now);

	@Test
	void theFirstOfACauseIsWrittenAndTheOthersOfItsMinuteAreCounted() {
		for (int i = 0; i < 1000; i++) {
			this.lines.say("of somebody were refused", "GET /claimflow/runs of somebody was refused");
		}
		this.lines.say("of another were refused", "GET /claimflow/runs of another was refused");
		assertThat(this.written).containsExactly("GET /claimflow/runs of somebody was refused",
				"GET /claimflow/runs of another was refused");
		this.now += Duration.ofMinutes(1).toNanos();
		this.lines.say("of a third were refused", "GET /claimflow/runs of a third was refused");
		assertThat(this.written.subList(2, 4)).containsExactly("999 more calls of somebody were refused",
				"GET /claimflow/runs of a third was refused");
		this.lines.say("of somebody were refused", "GET /claimflow/runs of somebody was refused");
		assertThat(this.written).hasSize(5).last().isEqualTo("GET /claimflow/runs of somebody was refused");
	}

	@Test
	void aMinuteHasABoundedNumberOfLinesHoweverManyCausesThereAre() {
		for (int i = 0; i < 10_000; i++) {
			this.lines.say("for reason " + i, "A call was refused for reason " + i);
		}
		assertThat(this.written).hasSize(RepeatedLines.CAUSES + 1);
		this.now += Duration.ofMinutes(1).toNanos();
		this.lines.say("for a reason", "A call was refused for a reason");
		assertThat(this.written).hasSize(RepeatedLines.CAUSES + 3)
			.contains("%d more calls were refused for other reasons".formatted(10_000 - RepeatedLines.CAUSES - 1));
	}

}
