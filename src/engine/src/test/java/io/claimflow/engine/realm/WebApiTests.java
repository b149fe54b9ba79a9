package io.claimflow.engine.realm;

import java.time.Duration;
import java.util.List;

import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The globals that packages expect of every JavaScript host.
 */
class WebApiTests {

	/** What an expression is, as JSON. */
	private static String show(String expression) {
		Outcome outcome = TestWorkflow.run("console.log(JSON.stringify(" + expression + "));");
		assertThat(outcome.failure()).isEmpty();
		return outcome.log().get(0).message();
	}

	private static List<String> log(String body) {
		Outcome outcome = TestWorkflow.run(body);
		assertThat(outcome.failure()).isEmpty();
		return outcome.log().stream().map(LogLine::message).toList();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					[...new TextEncoder().encode("é€")]                          | [195,169,226,130,172]
					new TextDecoder().decode(new Uint8Array([226, 130, 172]))    | "€"
					btoa("\\u00ff\\u0000a")                                      | "/wBh"
					btoa("")                                                     | ""
					[...atob(" /wB\\nh ")].map((c) => c.charCodeAt(0))           | [255,0,97]
					atob("YQ") + atob("YQ==") + atob("")                         | "aa"
					structuredClone({ a: [1, new Date(0)], b: new Set([2]) }).a  | [1,"1970-01-01T00:00:00.000Z"]
					structuredClone(new RangeError("too far")).message           | "too far"
					structuredClone(new Map([["k", -0]])).get("k") === 0         | true
					[...structuredClone(new Uint8Array([1, 2]))]                 | [1,2]
					typeof performance.now() + (performance.now() >= 0)          | "numbertrue"
					new Headers({ B: 1, a: " x " }).get("b")                     | "1"
					[...new Headers([["B", "1"], ["b", "2"], ["a", "3"]])]       | [["a","3"],["b","1, 2"]]
					Object.fromEntries(new Headers(new Headers({ A: "b" })))     | {"a":"b"}
					new Headers().get("none")                                    | null
					self === globalThis && typeof navigator.userAgent            | "string"
					new Blob(["a€", new Uint8Array([98])]).size                  | 5
					await new Blob(["abc"], { type: "T/P" }).slice(1, 3, "x").text() | "bc"
					new File(["a"], "n.txt", { type: "text/plain" }).name        | "n.txt"
					[...(() => { const f = new FormData(); f.append("a", 1); f.append("a", 2); f.set("b", 3); return f; })()] | [["a","1"],["a","2"],["b","3"]]
					await Response.json({ a: 1 }, { status: 201 }).json()        | {"a":1}
					Response.json({}).headers.get("content-type")                | "application/json"
					(await new Response(new URLSearchParams("a=1&b=%20+")).formData()).get("b") | "  "
					[...new Uint8Array(await new Response("é").arrayBuffer())]   | [195,169]
					new Request("https://a/b", { method: "patch", body: "x" }).method | "PATCH"
					new Request("https://a/b", { method: "put", body: "x" }).method | "PUT"
					new DOMException("m", "AbortError").code                     | 20
					new DOMException("m", "AbortError") instanceof Error         | true
					""")
	void theyDoWhatTheirStandardsSay(String expression, String expected) {
		assertThat(show(expression)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			atob("a")                                | InvalidCharacterError
			atob("YQ=")                              | InvalidCharacterError
			atob("?")                                | InvalidCharacterError
			btoa("€")                                | InvalidCharacterError
			structuredClone(() => 1)                 | DataCloneError
			crypto.getRandomValues([1])              | TypeMismatchError
			crypto.getRandomValues(new Float32Array) | TypeMismatchError
			crypto.getRandomValues(new Uint8Array(65537)) | QuotaExceededError
			await crypto.subtle.digest("MD5", new Uint8Array) | NotSupportedError
			await crypto.subtle.digest("SHA-256", "text") | TypeError
			new AbortSignal()                        | TypeError
			AbortSignal.abort().throwIfAborted()     | AbortError
			new Headers({ "a b": "c" })              | TypeError
			new Headers({ a: "b\\nc" })              | TypeError
			setTimeout("1 + 1")                      | TypeError
			queueMicrotask()                         | TypeError
			""")
	void theyRefuseWhatTheirStandardsRefuse(String expression, String error) {
		assertThat(log("try { " + expression + "; } catch (error) { console.log(error.name); }"))
			.containsExactly(error);
	}

	@ParameterizedTest
	@CsvSource({ "SHA-1, a9993e364706816aba3e25717850c26c9cd0d89d",
			"SHA-256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
			"sha-384, cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
			"SHA-512, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" })
	void digestsAreThoseOfTheStandard(String algorithm, String digest) {
		assertThat(log("""
				const digest = await crypto.subtle.digest({ name: "%s" }, new TextEncoder().encode("xabc").subarray(1));
				console.log(Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""));
				""".formatted(algorithm))).containsExactly(digest);
	}

	@Test
	void randomNumbersFillAnyArrayOfIntegersAndDiffer() {
		assertThat(
				log("""
						const bytes = new Uint8Array(40);
						const part = crypto.getRandomValues(bytes.subarray(4, 36));
						console.log(bytes.slice(0, 4).join(), bytes.slice(36).join(), part.some((byte) => byte > 0));
						console.log(crypto.getRandomValues(new Uint32Array(8)).some((n) => n > 65535), crypto.getRandomValues(new BigInt64Array(1)).length);
						console.log(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()),
						  crypto.randomUUID() !== crypto.randomUUID());
						"""))
			.containsExactly("0,0,0,0 0,0,0,0 true", "true 1", "true true");
	}

	@Test
	void aSignalTellsItsListenersOnce() {
		assertThat(
				log("""
						const controller = new AbortController();
						const any = AbortSignal.any([new AbortController().signal, controller.signal]);
						controller.signal.addEventListener("abort", (event) => console.log(event.type, event.target === controller.signal));
						controller.signal.onabort = function () { console.log("handler", this.aborted); };
						const never = () => console.log("never");
						controller.signal.addEventListener("abort", never);
						controller.signal.removeEventListener("abort", never);
						any.addEventListener("abort", { handleEvent: () => console.log("any", any.reason) });
						controller.abort("reason");
						controller.abort("again");
						console.log(controller.signal.reason, new AbortController().signal.aborted);
						"""))
			.containsExactlyInAnyOrder("abort true", "handler true", "any reason", "reason false");
	}

	@Test
	void anEventCanBePreventedAndStopped() {
		assertThat(
				log("""
						class Emitter extends EventTarget {}
						const emitter = new Emitter();
						emitter.addEventListener("x", (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, { once: true });
						emitter.addEventListener("x", () => console.log("second"));
						console.log(emitter.dispatchEvent(new Event("x", { cancelable: true })));
						console.log(emitter.dispatchEvent(new Event("x", { cancelable: true })));
						"""))
			.containsExactly("false", "second", "true");
	}

	@Test
	void timersFireInTheOrderInWhichTheyAreDue() {
		assertThat(log("""
				const order: string[] = [];
				await new Promise((resolve) => {
				  setTimeout((...args) => { order.push("late", ...args); resolve(null); }, 60, "with", "arguments");
				  setTimeout(() => order.push("first"), 0);
				  setTimeout(() => order.push("second"));
				  clearTimeout(setTimeout(() => order.push("cleared"), 1));
				  queueMicrotask(() => order.push("microtask"));
				  Promise.resolve().then(() => order.push("promise"));
				});
				console.log(order.join(" "));
				""")).containsExactly("microtask promise first second late with arguments");
	}

	@Test
	void anIntervalRepeatsUntilItIsCleared() {
		assertThat(log("""
				let count = 0;
				await new Promise((resolve) => {
				  const interval = setInterval(() => {
				    if (++count === 3) { clearInterval(interval); setTimeout(resolve, 20); }
				  }, 1);
				});
				console.log(count);
				""")).containsExactly("3");
	}

	@Test
	void aTimedSignalAbortsWhatWaits() {
		assertThat(log("""
				const signal = AbortSignal.timeout(1);
				await new Promise((resolve) => signal.addEventListener("abort", resolve));
				console.log(signal.reason.name);
				""")).containsExactly("TimeoutError");
	}

	@Test
	void whatIsPendingWhenTheRunEndsNeverFires() {
		assertThat(log(
				"setTimeout(() => console.log('late'), 1); setInterval(() => console.log('late'), 1); console.log('end');"))
			.containsExactly("end");
	}

	@ParameterizedTest
	@ValueSource(strings = { "await new Promise((resolve) => setTimeout(resolve, 1e12));",
			"await new Promise(() => setInterval(() => {}, 1));",
			"await new Promise((resolve) => setTimeout(resolve, Infinity));" })
	void aWaitBeyondTheDeadlineEndsAsTheDeadline(String body) {
		try (LiveEngine engine = TestWorkflow.engine(Limits.builder().deadline(Duration.ofSeconds(1)).build())) {
			engine.warmUp(1);
			Outcome outcome = TestWorkflow.runSource(engine, TestWorkflow.m2m(body), Claims.none());
			assertThat(outcome.failure()).map(Failure::kind).contains(Failure.Kind.DEADLINE);
		}
	}

	@Test
	void thereAreOnlySoManyTimersAtATime() {
		assertThat(TestWorkflow.run("for (let i = 0; i < 2000; i++) setTimeout(() => {}, 1000);").failure())
			.map(Failure::message)
			.hasValueSatisfying((message) -> assertThat(message).contains("1000 timers at a time"));
		assertThat(log("for (let i = 0; i < 2000; i++) clearTimeout(setTimeout(() => {}, 1000)); console.log('fine');"))
			.containsExactly("fine");
	}

	@ParameterizedTest
	@ValueSource(strings = { "setTimeout(() => { throw new RangeError('nobody'); }, 1); await new Promise(() => {});",
			"queueMicrotask(() => { throw new RangeError('nobody'); }); await null; await null; await null; await null;",
			"const t = new EventTarget(); t.addEventListener('x', () => { throw new RangeError('nobody'); }); t.dispatchEvent(new Event('x'));" })
	void anErrorThatNobodyCanCatchFailsTheRun(String body) {
		Failure failure = TestWorkflow.run(body).failure().orElseThrow();
		assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
		assertThat(failure.message()).isEqualTo("RangeError: nobody");
		assertThat(failure.location())
			.hasValueSatisfying((location) -> assertThat(location.file()).isEqualTo(TestWorkflow.FILE));
	}

	@Test
	void anAbortedRunSaysWhatItsErrorIs() {
		Failure failure = TestWorkflow.run("AbortSignal.abort().throwIfAborted();").failure().orElseThrow();
		assertThat(failure.message()).isEqualTo("AbortError: The operation was aborted");
	}

	@Test
	void theyAreThereWhileAModuleIsLoaded() {
		String source = """
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
				const made = [new TextEncoder(), new AbortController(), new Headers(), crypto.randomUUID(), atob("YQ=="),
				  structuredClone([1]), setTimeout(() => console.log("loaded"), 1), performance.now()];
				queueMicrotask(() => made.push("microtask"));
				export default async () => {
				  await new Promise((resolve) => setTimeout(resolve, 2));
				  console.log(made.length);
				};
				""";
		assertThat(TestWorkflow.runSource(source, Claims.none()).log()).extracting(LogLine::message)
			.containsExactly("loaded", "9");
	}

	@Test
	void theyAreGlobalsThatCanBeReplacedAndAreNotEnumerated() {
		assertThat(log("""
				const g = globalThis as any;
				console.log(Object.keys(g).length, typeof crypto, "Headers" in g);
				g.crypto = 1; g.Headers = 2; delete g.atob;
				console.log(g.crypto, g.Headers, typeof g.atob, Object.keys(g).length);
				""")).containsExactly("0 object true", "1 2 undefined 0");
	}

	@Test
	void poisonedPrototypesDoNotReachTheHost() {
		assertThat(
				log("""
						const seen: unknown[] = [];
						const spy = (owner: any, name: string) => {
						  const original = owner[name];
						  owner[name] = function (...args: any[]) {
						    seen.push(this, ...args);
						    return Reflect.apply(original, this, args);
						  };
						};
						const functions = ["call", "apply", "bind"];
						for (const name of functions) spy(Function.prototype, name);
						for (const name of ["set", "get", "has"]) spy(Map.prototype, name);
						for (const name of ["then", "catch"]) spy(Promise.prototype, name);
						crypto.getRandomValues(new Uint8Array(4)); crypto.randomUUID(); btoa("a"); atob("YQ==");
						await crypto.subtle.digest("SHA-1", new Uint8Array(1));
						await new Promise((resolve) => setTimeout(resolve, 1));
						// Functions of the host have a prototype of their own.
						const host = seen.filter((value) => typeof value === "function" && Object.getPrototypeOf(value) !== Function.prototype);
						console.log(seen.length > 0, host.length);
						"""))
			.containsExactly("true 0");
	}

}
