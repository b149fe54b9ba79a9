package io.claimflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Writes workflows at random, over every binding and with the means of an attacker:
 * objects with a will of their own, and built-ins that are patched. The same seed writes
 * the same workflow. It knows no clock and no chance, so two runs of it end alike, unless
 * something of it {@linkplain #races races}.
 */
final class FuzzedProgram {

	private static final List<String> TRIGGERS = List.of("m2m:token_generation", "user:tokens_generation",
			"user:post_authentication", "user:pre_registration", "user:existing_password_provided",
			"user:new_password_provided", "user:new_username_provided", "user:pre_mfa", "user:plan_selection",
			"user:plan_cancellation_request");

	private static final List<String> BINDINGS = List.of("kinde.m2mToken", "kinde.accessToken", "kinde.idToken",
			"kinde.env", "kinde.auth", "kinde.widget", "kinde.mfa", "kinde.plan", "kinde.localization", "kinde.fetch",
			"url", "util", "console", "kinde", "kinde.cache");

	private static final List<String> PLAIN = List.of("0", "-0", "1", "NaN", "-Infinity", "1e308", "2**53", "-1", "0.1",
			"7n", "-(3n**70n)", "true", "false", "null", "undefined", "''", "'a'", "'sub'", "'scope'", "'exp'", "'aud'",
			"'__proto__'", "'constructor'", "'toJSON'", "'then'", "'@class'", "'p_password'", "'skip'", "'required'",
			"'\\ud800'", "'\\u2028 \\u0000 \\u001b[31m\\r\\n'", "'é'.repeat(99)", "'x'.repeat(20000)", "Symbol('s')",
			"Symbol.iterator", "'=x'", "'!x'", "'API_KEY'", "'INTERNAL'", "'PARTNER'");

	private static final List<String> NAMES = List.of("sub", "scope", "plan", "exp", "aud", "iss", "jti", "act", "x",
			"__proto__", "constructor", "toJSON", "toString", "valueOf", "length", "then", "name", "message", "stack",
			"value", "get", "set", "0", "1", "status", "error", "writable", "enumerable", "configurable");

	private static final List<String> TYPES = List.of("Object", "Array", "String", "Promise", "Function", "RegExp",
			"Number", "Boolean", "Map", "Set", "Symbol", "Error", "Date", "JSON", "Reflect", "Proxy", "BigInt",
			"TypeError", "Uint8Array");

	private static final List<String> METHODS = List.of("then", "catch", "finally", "constructor", "map", "push",
			"forEach", "keys", "entries", "join", "slice", "indexOf", "includes", "stringify", "parse", "apply", "call",
			"bind", "toString", "valueOf", "toJSON", "exec", "test", "replace", "hasOwnProperty", "defineProperty",
			"getOwnPropertyDescriptor", "setPrototypeOf", "freeze", "resolve", "get", "set", "has", "construct",
			"isArray", "isFinite", "isWellFormed", "substring", "toISOString", "getTime", "charCodeAt", "toLowerCase");

	private static final List<String> GLOBALS = List.of("globalThis", "kinde", "console", "URL", "URLSearchParams",
			"crypto", "structuredClone", "setTimeout", "queueMicrotask", "Headers", "AbortController", "performance",
			"atob", "btoa", "Event", "DOMException", "TextEncoder", "Intl", "WeakRef", "util", "Java", "Polyglot",
			"Packages", "Graal", "process", "require", "load", "print");

	private final Random random;

	private final List<String> urls;

	private int depth;

	private FuzzedProgram(long seed, List<String> urls) {
		this.random = new Random(seed);
		this.urls = urls;
	}

	/**
	 * A workflow.
	 * @param seed what it is made from
	 * @param urls where it may want to go
	 */
	static String source(long seed, List<String> urls) {
		return new FuzzedProgram(seed, urls).workflow();
	}

	/**
	 * Whether a timer of a workflow races a call or another timer. A run that waits for
	 * none of them ends with the last call: whether a timer goes off before, and which
	 * one is the first, is chance.
	 */
	static boolean races(String source) {
		int timers = source.split("setTimeout", -1).length - 1;
		return timers > 1 || (timers == 1 && source.contains("kinde.fetch"));
	}

	/** Settings, most of which no project may have. */
	static String settings(long seed) {
		FuzzedProgram program = new FuzzedProgram(seed, List.of("http://127.0.0.1/"));
		List<String> members = new ArrayList<>();
		for (String name : List.of("id", "trigger", "failurePolicy", "bindings", "name", "timeout")) {
			if (program.chance(85)) {
				members.add(name + ": " + (program.chance(50) ? program.usual(name) : program.value()));
			}
		}
		String settings = program.chance(90) ? "{ " + String.join(", ", members) + " }" : program.value();
		String before = program.chance(30) ? program.statements(2) : "";
		return "const sink = {}; let last;\n" + before + "export const workflowSettings = " + settings + ";\n"
				+ "export default " + (program.chance(80) ? "async function () {}" : program.value()) + ";\n";
	}

	private String usual(String name) {
		return switch (name) {
			case "trigger" -> "'" + pick(TRIGGERS) + "'";
			case "failurePolicy" -> "{ action: " + pick(List.of("'stop'", "'continue'", "'warn'", "1")) + " }";
			case "bindings" -> "{ '" + pick(BINDINGS) + "': {}, '" + pick(NAMES) + "': {} }";
			default -> "'fuzz'";
		};
	}

	private String workflow() {
		String trigger = pick(TRIGGERS);
		List<String> bindings = new ArrayList<>();
		for (String binding : BINDINGS) {
			if (chance(70)) {
				bindings.add("'" + binding + "': {" + (chance(10) ? "resetClaims: true" : "") + "}");
			}
		}
		String top = chance(15) ? statements(2) : "";
		return """
				const sink = {}; let last; let budget = 300;
				const spend = () => { if (--budget < 0) throw new RangeError("spent"); };
				export const workflowSettings = { id: "fuzz", trigger: "%s", failurePolicy: { action: "%s" },
				  bindings: { %s } };
				%s
				export default %sfunction (event) {
				%s
				}
				""".formatted(trigger, chance(50) ? "stop" : "continue", String.join(", ", bindings), top,
				chance(85) ? "async " : "", statements(2 + this.random.nextInt(10)));
	}

	private String statements(int count) {
		StringBuilder statements = new StringBuilder();
		for (int i = 0; i < count; i++) {
			statements.append(chance(75) ? "try { " + statement() + " } catch (e) { last = e; }" : statement())
				.append("\n");
		}
		return statements.toString();
	}

	private String statement() {
		if (this.depth > 3) {
			return call() + ";";
		}
		this.depth++;
		String statement = this.<String>oneOf(() -> call() + ";", () -> call() + ";", () -> call() + ";",
				() -> patch() + ";", () -> patch() + ";", () -> "last = " + value() + ";",
				() -> "last = await " + value() + ";", () -> "throw " + value() + ";",
				() -> "for (let i = 0; i < " + this.random.nextInt(40) + "; i++) { spend(); " + statement() + " }",
				() -> "try { " + statement() + " } finally { " + statement() + " }",
				() -> "await Promise." + pick(List.of("all", "race", "any", "allSettled")) + "([" + value() + ", "
						+ value() + "]);",
				() -> "(function again(n) { spend(); if (n) again(n - 1); else { " + call() + "; } })("
						+ this.random.nextInt(200) + ");",
				() -> "Object.assign(" + target() + ", " + object() + ");", () -> "setTimeout(() => { "
						+ statement().replace("await ", "") + " }, " + this.random.nextInt(3) + ");",
				() -> "return " + value() + ";");
		this.depth--;
		return statement;
	}

	/** Changes what others rely on. */
	private String patch() {
		String type = pick(TYPES);
		String where = chance(60) ? type + ".prototype" : type;
		String name = chance(70) ? pick(METHODS) : pick(NAMES);
		return this.<String>oneOf(() -> where + "[" + quoted(name) + "] = " + value(),
				() -> where + "[" + quoted(name) + "] = " + function(),
				() -> "Object.defineProperty(" + where + ", " + quoted(name) + ", { get() { spend(); return " + value()
						+ "; }, configurable: true })",
				() -> "Object.defineProperty(" + where + ", " + quoted(name) + ", { set(v) { sink.v = v; } })",
				() -> "delete " + where + "[" + quoted(name) + "]",
				() -> where + "[Symbol." + pick(List.of("iterator", "toPrimitive", "species", "toStringTag", "match"))
						+ "] = " + function(),
				() -> "Object.setPrototypeOf(" + where + ", " + value() + ")", () -> "Object.freeze(" + where + ")",
				() -> "globalThis." + pick(TYPES) + " = " + value());
	}

	/** Calls a binding, or what came of one. */
	private String call() {
		return this.<String>oneOf(() -> token() + ".setCustomClaim(" + arguments() + ")",
				() -> token() + ".getCustomClaims()[" + value() + "] = " + value(),
				() -> "Object.defineProperty(" + token() + ".getCustomClaims(), " + quoted(pick(NAMES))
						+ ", { get() { spend(); return " + value() + "; }, enumerable: true, configurable: true })",
				() -> "delete " + token() + ".getCustomClaims()[" + value() + "]",
				() -> "Object.setPrototypeOf(" + token() + ".getCustomClaims(), " + object() + ")",
				() -> "kinde.auth.denyAccess(" + arguments() + ")",
				() -> "kinde.widget.invalidateFormField(" + arguments() + ")",
				() -> "kinde.mfa.setEnforcementPolicy(" + value() + ")",
				() -> "kinde.plan." + pick(List.of("denySelection", "denyCancellation")) + "(" + arguments() + ")",
				() -> "last = kinde.env.get(" + value() + ")", () -> "last = kinde.localization.get(" + value() + ")",
				() -> "console." + pick(List.of("log", "warn", "error", "debug")) + "(" + arguments() + ")",
				() -> "last = kinde.fetch(" + url() + ", " + options() + ")",
				() -> "last = kinde.fetch(" + url() + ", " + options() + ")."
						+ pick(List.of("status", "json", "text", "headers", "then")),
				() -> "last = kinde.cache.jwtToken(" + value() + ", { validation: { key: " + value()
						+ " }, onMissingOrExpired: " + function() + " })",
				() -> "last = structuredClone(" + value() + ")", () -> "last = util.format(" + arguments() + ")",
				() -> "last = new URL(" + url() + ", " + value() + ").href",
				() -> "last = crypto.subtle.digest(" + arguments() + ")", () -> "last = atob(" + value() + ")",
				() -> "last = btoa(" + value() + ")",
				() -> "last = crypto.getRandomValues(new Uint8Array(" + value() + ")).length",
				() -> "last = new Headers(" + value() + ")", () -> "last = JSON.stringify(" + value() + ")",
				() -> "last = Reflect.ownKeys(" + target() + ").length",
				() -> "last = Reflect.construct(" + target() + ", [" + arguments() + "])",
				() -> "last = Reflect.apply(" + target() + ", " + value() + ", [" + arguments() + "])",
				() -> "if (typeof " + pick(List.of("Java", "Polyglot", "Packages", "Graal", "require", "process"))
						+ " !== 'undefined') throw new Error('bre' + 'ach: a global of the host')",
				() -> "new (" + target() + ".constructor.constructor)('throw new Error(\"bre\" + \"ach: eval\")')()");
	}

	private String token() {
		return "kinde." + pick(List.of("m2mToken", "m2mToken", "accessToken", "idToken"));
	}

	private String target() {
		return this.<String>oneOf(() -> pick(TYPES), () -> pick(TYPES) + ".prototype", () -> pick(GLOBALS),
				() -> "last", () -> "event", () -> "sink", () -> "kinde." + pick(List.of("env", "auth", "m2mToken")),
				() -> "kinde.fetch", () -> "console.log", () -> token() + ".getCustomClaims");
	}

	private String arguments() {
		List<String> arguments = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			arguments.add(value());
		}
		return String.join(", ", arguments);
	}

	private String url() {
		return chance(80) ? quoted(pick(this.urls)) : value();
	}

	private String options() {
		return chance(40) ? value()
				: "{ method: " + (chance(70) ? quoted(pick(List.of("GET", "POST", "put", "TRACE"))) : value())
						+ ", headers: " + value() + ", body: " + value() + ", responseFormat: "
						+ (chance(50) ? "'text'" : value()) + " }";
	}

	private String value() {
		if (this.depth > 5) {
			return pick(PLAIN);
		}
		this.depth++;
		String value = this.<String>oneOf(() -> pick(PLAIN), () -> pick(PLAIN), () -> pick(PLAIN), this::object,
				() -> "[" + arguments() + "]", this::function, this::target, () -> "last", () -> "event",
				() -> "new Proxy(" + object() + ", { "
						+ pick(List.of("get", "has", "ownKeys", "set", "apply", "getOwnPropertyDescriptor",
								"getPrototypeOf", "defineProperty"))
						+ ": " + function() + " })",
				() -> "new " + pick(List.of("Map", "Set", "Date", "Error", "Promise", "RegExp", "Uint8Array")) + "("
						+ arguments() + ")",
				() -> "Promise." + pick(List.of("resolve", "reject")) + "(" + value() + ")",
				() -> "Object.create(" + value() + ")");
		this.depth--;
		return value;
	}

	private String object() {
		List<String> members = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			String name = quoted(pick(NAMES));
			members.add(this.<String>oneOf(() -> name + ": " + value(), () -> name + ": " + function(),
					() -> "get " + name + "() { spend(); return " + value() + "; }",
					() -> "[Symbol.toPrimitive]: " + function(), () -> "[Symbol.iterator]: " + function()));
		}
		return "({ " + String.join(", ", members) + " })";
	}

	private String function() {
		return this.<String>oneOf(() -> "(() => { spend(); return " + value() + "; })",
				() -> "(function () { spend(); return this; })",
				() -> "((...a) => { spend(); last = a; return a[0]; })",
				() -> "((...a) => { spend(); throw " + value() + "; })",
				() -> "(function* () { spend(); yield " + value() + "; })", () -> "(async () => " + value() + ")",
				() -> "(class { constructor() { this.x = " + value() + "; } })");
	}

	private static String quoted(String text) {
		return "'" + text + "'";
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

	private String pick(List<String> from) {
		return from.get(this.random.nextInt(from.size()));
	}

	@SafeVarargs
	private <T> T oneOf(Supplier<T>... makers) {
		return makers[this.random.nextInt(makers.length)].get();
	}

}
