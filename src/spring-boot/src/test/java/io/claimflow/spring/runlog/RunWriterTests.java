package io.claimflow.spring.runlog;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.claimflow.Effect;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.Warning;
import io.claimflow.encryption.KeyRing;
import io.claimflow.spring.run.WorkflowRun;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of runs while a log is slow, fails, or is asked for a part only. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class RunWriterTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final DroppedRuns dropped = new DroppedRuns(LoggerFactory.getLogger(RunWriterTests.class), this.now::get);

	private final List<RunRecord> written = new CopyOnWriteArrayList<>();

	private RunWriter writer(RunSink sink, String... properties) {
		Map<String, String> all = new java.util.HashMap<>(
				Map.of("claimflow.runs.linger", "1ms", "claimflow.runs.users", "name"));
		for (int i = 0; i < properties.length; i += 2) {
			all.put("claimflow.runs." + properties[i], properties[i + 1]);
		}
		RunLogProperties bound = TestRuns.properties(all);
		RunRecords records = new RunRecords("node", new UserCodes(KeyRing.empty(), bound.users()), bound,
				new RunJson((int) bound.detail().toBytes()));
		return new RunWriter(bound, records::of, List.of(sink), this.dropped);
	}

	private static RunCapture run() {
		return TestRuns.capture(TestRuns.run(Trigger.USER_TOKENS_GENERATION, Outcome.Status.COMPLETED, "ada"));
	}

	private static void take(RunWriter writer, int runs) {
		for (int i = 0; i < runs; i++) {
			writer.take(run());
		}
	}

	@Test
	void nobodyWaitsForALogThatIsSlow(CapturedOutput output) {
		CountDownLatch slow = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		RunWriter writer = writer((runs) -> {
			asked.countDown();
			try {
				slow.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.written.addAll(runs);
		}, "queue", "3", "batch", "1");
		writer.start();
		writer.take(run());
		await().until(() -> asked.getCount() == 0);
		take(writer, 10);
		assertThat(writer.waiting()).isEqualTo(3);
		assertThat(this.dropped.dropped(DroppedRuns.Reason.QUEUE)).isEqualTo(7);
		slow.countDown();
		await().until(() -> this.written.size() == 4);
		await().untilAsserted(() -> assertThat(output).contains("7 runs were not recorded", "claimflow.runs.queue"));
		writer.stop();
		assertThat(this.dropped.written()).isEqualTo(4);
	}

	@Test
	void whatCannotBeWrittenIsSaidOnceAMinute(CapturedOutput output) {
		RunWriter writer = writer((runs) -> {
			throw new QueryTimeoutException("with the row's data");
		});
		writer.start();
		writer.take(run());
		await().until(() -> this.dropped.dropped(DroppedRuns.Reason.FAILURE) == 1);
		writer.take(run());
		await().until(() -> this.dropped.dropped(DroppedRuns.Reason.FAILURE) == 2);
		await().untilAsserted(() -> assertThat(output).contains("1 runs were not recorded"));
		assertThat(output).doesNotContain("with the row's data").doesNotContain("2 since the start");
		this.now.set(Instant.EPOCH.plus(Duration.ofMinutes(2)));
		await().untilAsserted(() -> assertThat(output).contains("2 since the start"));
		writer.stop();
	}

	@Test
	void oneRowThatIsNotTakenCostsNoOther() {
		RunWriter writer = writer((runs) -> {
			if (runs.stream().anyMatch((run) -> run.summary().user().orElseThrow().id().equals("bad"))) {
				throw new DataIntegrityViolationException("no");
			}
			this.written.addAll(runs);
		});
		take(writer, 2);
		writer.take(TestRuns.capture(TestRuns.run(Trigger.USER_TOKENS_GENERATION, Outcome.Status.COMPLETED, "bad")));
		take(writer, 2);
		writer.start();
		await().until(() -> this.written.size() == 4);
		await().until(() -> this.dropped.dropped(DroppedRuns.Reason.FAILURE) == 1);
		writer.stop();
	}

	@Test
	void metersCountWhatWasWrittenWhatWasNotAndWhatWaits() {
		MeterRegistry registry = new SimpleMeterRegistry();
		RunWriter writer = writer(this.written::addAll, "queue", "2");
		new RunLogMetrics(this.dropped, writer).bindTo(registry);
		take(writer, 5);
		assertThat(registry.get("claimflow.runlog.waiting").gauge().value()).isEqualTo(2);
		assertThat(registry.get("claimflow.runlog.dropped").tag("reason", "queue").functionCounter().count())
			.isEqualTo(3);
		writer.start();
		await().until(() -> registry.get("claimflow.runlog.recorded").functionCounter().count() == 2);
		writer.stop();
		assertThat(registry.get("claimflow.runlog.dropped").tag("reason", "failure").functionCounter().count())
			.isZero();
	}

	@Test
	void whatWaitsAtTheEndIsWritten() {
		RunWriter writer = writer(this.written::addAll, "linger", "1h");
		writer.start();
		take(writer, 5);
		await().until(() -> writer.waiting() == 0);
		take(writer, 1);
		writer.stop();
		assertThat(this.written).hasSize(6);
	}

	@Test
	void ofRunsThatCompletedAShareIsKeptAndOfOthersAll() {
		List<WorkflowRun> kept = new CopyOnWriteArrayList<>();
		RunRecorder recorder = new RunRecorder(0, Instant::now, (capture) -> kept.add(capture.run()));
		WorkflowRun failed = TestRuns.run(Trigger.PRE_MFA, Outcome.Status.FAILED, "ada");
		WorkflowRun denied = TestRuns.run(Trigger.PRE_MFA, Outcome.Status.DENIED, "ada", new Effect.DenyAccess("no"));
		WorkflowRun invalid = TestRuns.run(Trigger.NEW_PASSWORD_PROVIDED, Outcome.Status.COMPLETED, "ada",
				new Effect.InvalidateFormField("p_first_password", "short"));
		List.of(TestRuns.run(Trigger.PRE_MFA, Outcome.Status.COMPLETED, "ada"), failed, denied, invalid)
			.forEach(recorder::ran);
		assertThat(kept).containsExactly(failed, denied, invalid);
	}

	@Test
	void theDetailOfOneRunIsBounded() {
		RunJson json = new RunJson(1024);
		RunDetail detail = new RunDetail(List.of(), List.of(), List.of(),
				Collections.nCopies(100, new LogLine(LogLine.Level.INFO, "x".repeat(50))), List.of(), Optional.empty(),
				false, false);
		RunDetail cut = json.bounded(detail);
		assertThat(json.write(cut).length()).isLessThanOrEqualTo(1024);
		assertThat(cut.log()).hasSizeGreaterThan(5);
		assertThat(cut.cut()).isTrue();
		assertThat(json.detail(json.write(cut))).isEqualTo(cut);
	}

	/** Characters of six bytes each are the worst that there is. */
	@ParameterizedTest
	@ValueSource(strings = { "x", "\u0001", "\ud800", "\u20ac" })
	void theDetailOfOneRunIsBoundedHoweverItsCharactersAreWritten(String character) {
		RunJson json = new RunJson(2000);
		for (int length = 0; length < 2000; length += 10) {
			String text = character.repeat(length);
			SourceLocation place = new SourceLocation(text, 1_000_000, 1_000_000);
			for (RunDetail detail : List.of(
					detail(List.of(), List.of(), List.of(new LogLine(LogLine.Level.ERROR, text, Optional.of(place)))),
					detail(List.of(),
							List.of(new Warning(Warning.Kind.values()[0], Optional.of(TokenType.ACCESS_TOKEN),
									Optional.of(text), Optional.of(place), text)),
							List.of()),
					detail(List.of(new RecordedEffect("DenyAccess", Optional.of(text), Optional.of(text))), List.of(),
							List.of()))) {
				RunDetail bounded = json.bounded(detail);
				assertThat(json.write(bounded).getBytes(StandardCharsets.UTF_8)).as("%s of %d", character, length)
					.hasSizeLessThanOrEqualTo(2000);
			}
		}
	}

	private static RunDetail detail(List<RecordedEffect> effects, List<Warning> warnings, List<LogLine> log) {
		return new RunDetail(List.of(), effects, warnings, log, List.of(), Optional.empty(), false, false);
	}

	@Test
	void triggersOfPasswordsHaveNoValues() {
		RunLogProperties properties = TestRuns.properties(Map.of("claimflow.runs.values", "all"));
		RunRecords records = new RunRecords("node", new UserCodes(KeyRing.empty(), RunLogProperties.Users.NONE),
				properties, new RunJson(32 * 1024));
		for (Trigger trigger : List.of(Trigger.NEW_PASSWORD_PROVIDED, Trigger.EXISTING_PASSWORD_PROVIDED)) {
			assertThat(records.of(TestRuns.capture(TestRuns.run(trigger, Outcome.Status.COMPLETED, "ada"))).values())
				.isEmpty();
		}
		assertThat(records
			.of(TestRuns.capture(TestRuns.run(Trigger.USER_TOKENS_GENERATION, Outcome.Status.COMPLETED, "a")))
			.values()).isPresent();
	}

	@Test
	void whatOthersHaveNamedFitsOnALine() {
		assertThat(Line.of("a\u202eb\nc\ud800d\u0000", 200)).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFD");
		assertThat(Line.of("x".repeat(1_000_000), 200)).hasSizeLessThanOrEqualTo(200);
	}

}
