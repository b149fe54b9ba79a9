package io.claimflow.engine.watch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WorkflowEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what counts as the memory of a run: what it holds, and not what it drops.
 */
class HeldMemoryTests {

	private static final long MB = 1 << 20;

	@Test
	void garbageCountsAQuarterUntilACollectionAndNothingAfterIt() {
		HeldMemory memory = new HeldMemory();
		assertThat(memory.look(0, heap(0, 100)).held()).isZero();
		assertThat(memory.look(80 * MB, heap(0, 100)).held()).isEqualTo(20 * MB);
		assertThat(memory.look(90 * MB, heap(1, 101)).held()).isEqualTo(MB);
		assertThat(memory.look(130 * MB, heap(1, 101)).held()).isEqualTo(11 * MB);
	}

	@Test
	void whatCollectionsLeaveCountsInFull() {
		HeldMemory memory = new HeldMemory();
		memory.look(MB, heap(7, 100));
		assertThat(memory.look(80 * MB, heap(8, 170)).held()).isEqualTo(70 * MB);
	}

	@Test
	void aRunHoldsNoMoreThanItHasAllocated() {
		HeldMemory memory = new HeldMemory();
		memory.look(0, heap(0, 100));
		assertThat(memory.look(2 * MB, heap(1, 300)).held()).isEqualTo(2 * MB);
	}

	@Test
	void allCountsWhereACollectorDoesNotTellWhatItLeaves() {
		HeldMemory memory = new HeldMemory();
		Heap.State unknown = new Heap.State(false, 0, 0);
		memory.look(0, unknown);
		assertThat(memory.look(80 * MB, unknown).held()).isEqualTo(80 * MB);
	}

	private static Heap.State heap(long collections, long settledMegabytes) {
		return new Heap.State(true, collections, settledMegabytes * MB);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseG1GC", "-XX:+UseSerialGC" })
	void honestRunsEndInASmallHeapAndOthersDoNot(String collector) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx512m", collector, "-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions",
				"-XX:-BytecodeVerificationRemote", "-cp", System.getProperty("java.class.path"),
				SmallHeap.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output.lines().filter((line) -> line.startsWith("> "))).as(output)
			.containsExactly("> numbers COMPLETED", "> decimals COMPLETED", "> digest COMPLETED", "> answers COMPLETED",
					"> texts COMPLETED", "> arrays MEMORY at 9", "> bytes MEMORY at 9", "> objects MEMORY at 9");
	}

	/** What the process does. */
	static final class SmallHeap {

		private static final String SHA_256 = """
				const round = Array.from({ length: 64 }, () => 0), start = Array.from({ length: 8 }, () => 0);
				for (let n = 2, found = 0; found < 64; n++) {
				  let prime = true;
				  for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
				  if (!prime) continue;
				  if (found < 8) start[found] = (Math.sqrt(n) % 1) * 2 ** 32 | 0;
				  round[found++] = (Math.cbrt(n) % 1) * 2 ** 32 | 0;
				}
				const turn = (x: number, by: number) => (x >>> by) | (x << (32 - by));
				const bytes = new Uint8Array(16_448);
				for (let i = 0; i < 16_384; i++) bytes[i] = i & 255;
				bytes[16_384] = 128;
				new DataView(bytes.buffer).setUint32(16_444, 16_384 * 8);
				let state = start;
				for (let block = 0; block < bytes.length; block += 64) {
				  const w: number[] = [];
				  for (let i = 0; i < 64; i++) {
				    if (i < 16) { w[i] = new DataView(bytes.buffer).getInt32(block + i * 4); continue; }
				    const a = w[i - 15], b = w[i - 2];
				    w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)) | 0;
				  }
				  let [a, b, c, d, e, f, g, h] = state;
				  for (let i = 0; i < 64; i++) {
				    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + round[i] + w[i] | 0;
				    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c)) | 0;
				    [h, g, f, e, d, c, b, a] = [g, f, e, d + one | 0, c, b, a, one + two | 0];
				  }
				  state = [a, b, c, d, e, f, g, h].map((value, i) => value + state[i] | 0);
				}
				token.digest = state.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
				""";

		private static final Map<String, String> HONEST = new LinkedHashMap<>();

		private static final Map<String, String> GREEDY = new LinkedHashMap<>();

		static {
			HONEST.put("numbers", "let n = 0; for (let i = 0; i < 1_500_000; i++) n += i; token.n = n;");
			HONEST.put("decimals",
					"let x = 0.5; for (let i = 0; i < 1_250_000; i++) x = x * 1.000001 + 0.25; token.x = x;");
			HONEST.put("digest", SHA_256);
			HONEST.put("answers",
					"""
							const text = JSON.stringify(Array.from({ length: 5_000 }, (_, id) => ({ id, name: "n" + id, roles: ["a", "b"] })));
							for (let i = 0; i < 10; i++) token.size = JSON.parse(text).length;
							""");
			HONEST.put("texts", "for (let i = 0; i < 50_000; i++) token.last = `${i}:${i * 7}`.split(':').join('-');");
			GREEDY.put("arrays", "const all: any[] = [];\nfor (;;) all.push(new Array(1000).fill(0.5));");
			GREEDY.put("bytes", "const all: any[] = [];\nfor (;;) all.push(new Uint8Array(1_000_000));");
			GREEDY.put("objects", "let list: any;\nwhile (true) list = { list, name: { first: 1, last: 2 } };");
		}

		private SmallHeap() {
		}

		public static void main(String[] arguments) throws Exception {
			Limits limits = Limits.builder()
				.deadline(Duration.ofMinutes(2))
				.cpuTime(Duration.ofMinutes(2))
				.allocatedBytes(128 * MB)
				.statements(Long.MAX_VALUE)
				.build();
			try (LiveEngine engine = new LiveEngine(WorkflowEngine.builder()
				.limits(limits)
				.capacity(Capacity.builder().cpuTime(Duration.ofMinutes(2)).strikes(100).build())
				.build())) {
				for (Map.Entry<String, String> run : HONEST.entrySet()) {
					Outcome outcome = run(engine, run.getValue());
					outcome.failure().ifPresent((failure) -> System.out.println(failure.message()));
					System.out.println("> " + run.getKey() + " " + outcome.status());
					if (run.getKey().equals("digest") && !TestWorkflow.set(outcome).get("digest").equals(digest())) {
						System.out.println("> another digest");
					}
				}
				for (Map.Entry<String, String> run : GREEDY.entrySet()) {
					Failure failure = run(engine, run.getValue()).failure().orElseThrow();
					System.out.println(failure.message());
					System.out.println("> " + run.getKey() + " " + failure.kind() + " at "
							+ failure.location().map(SourceLocation::line).orElse(0));
				}
			}
		}

		private static Outcome run(LiveEngine engine, String body) {
			String source = TestWorkflow.m2m("const token = m2mTokenClaims<any>(); " + body);
			return TestWorkflow.runSource(engine, source, Claims.of(TokenType.M2M_TOKEN, Map.of("sub", "machine")));
		}

		private static String digest() throws Exception {
			byte[] bytes = new byte[16_384];
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = (byte) i;
			}
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}

	}

}
