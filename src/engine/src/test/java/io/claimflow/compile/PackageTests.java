package io.claimflow.compile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.Bundling;
import io.claimflow.Claims;
import io.claimflow.Failure;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WarmedUp;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.Fetcher;
import io.claimflow.fetch.TestServer;
import io.claimflow.artifact.Artifact;
import io.claimflow.project.Project;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Workflows that import npm packages, as npm installs them.
 */
class PackageTests {

	private static final String HEAD = "export const workflowSettings = { id: \"x\", trigger: \"m2m:token_generation\", bindings: { url: {} } };\n";

	private static final String FOLDER = "kindeSrc/environment/workflows/";

	private static final List<String> PACKAGES = List.of("esbuild@0.28.2", "zod@4.6.7", "date-fns@4.4.0",
			"lodash@4.18.1", "jose@6.2.18", "uuid@14.0.3", "ms@2.1.3", "liquidjs@10.30.1", "react@19.3.1",
			"preact@11.2.0", "fast-xml-parser@5.12.1", "axios@1.21.1", "pino@10.4.0", "handlebars@4.7.10");

	@TempDir
	private static Path root;

	private static LiveEngine engine;

	@BeforeAll
	static void install() throws Exception {
		NpmPackages.install(root, PACKAGES);
		engine = engine(Bundling.defaults());
	}

	@AfterAll
	static void close() {
		if (engine != null) {
			engine.close();
		}
	}

	private static LiveEngine engine(Bundling bundling) {
		return new LiveEngine(WorkflowEngine.builder()
			.limits(Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofSeconds(20)).build())
			.bundling(bundling)
			.build());
	}

	/** Writes the files of a package. */
	private static void write(String... filesAndTexts) throws IOException {
		for (int i = 0; i < filesAndTexts.length; i += 2) {
			Path file = root.resolve("node_modules").resolve(filesAndTexts[i]);
			Files.createDirectories(file.getParent());
			Files.writeString(file, filesAndTexts[i + 1]);
		}
	}

	private static Project project(String... filesAndSources) {
		Map<String, String> files = new LinkedHashMap<>();
		for (int i = 0; i < filesAndSources.length; i += 2) {
			files.put(filesAndSources[i], filesAndSources[i + 1]);
		}
		return new Project("test", Optional.of(root),
				files.keySet().stream().filter((file) -> file.matches(".*Workflow\\.tsx?")).toList(), files);
	}

	private static Outcome run(String... filesAndSources) {
		TestWorkflow.deploy(engine, project(filesAndSources));
		return engine.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(),
				Claims.none());
	}

	/** What an expression is, as JSON. */
	private static String show(String imports, String shown, String... more) {
		List<String> files = new ArrayList<>(List.of(TestWorkflow.FILE, imports + "\n" + HEAD
				+ "export default async () => { console.log(JSON.stringify(" + shown + ")); };\n"));
		files.addAll(List.of(more));
		Outcome outcome = run(files.toArray(String[]::new));
		assertThat(outcome.failure()).isEmpty();
		return outcome.log().get(0).message();
	}

	private static List<Problem> refused(LiveEngine engine, String... filesAndSources) {
		return catchThrowableOfType(InvalidProjectException.class, () -> engine.deploy(project(filesAndSources)))
			.problems();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					import { z } from "zod";               | z.object({ a: z.string().email() }).safeParse({ a: "x" }).success | false
					import * as z from "zod";              | z.array(z.coerce.number()).parse(["1", 2]) | [1,2]
					import { format, addDays } from "date-fns"; | format(addDays(new Date(2026, 0, 31), 1), "yyyy-MM-dd") | "2026-02-01"
					import _ from "lodash";                | _.groupBy([1, 2, 3], (n) => n % 2 ? "odd" : "even") | {"odd":[1,3],"even":[2]}
					import { chunk } from "lodash";        | chunk([1, 2, 3], 2) | [[1,2],[3]]
					import * as _ from "lodash";           | [_.last([1, 2]), _.default.head([3])] | [2,3]
					import get from "lodash/get.js";       | get({ a: [{ b: 5 }] }, "a[0].b") | 5
					import ms from "ms";                   | [ms("2 days"), ms(60000)] | [172800000,"1m"]
					import { v4, v5, validate } from "uuid"; | [validate(v4()), v5("a", v5.URL)] | [true,"e1407479-3136-56c0-9908-bb02fb0339e2"]
					import { decodeJwt, base64url } from "jose"; | [decodeJwt("e30.eyJzdWIiOiJhIn0.").sub, base64url.encode("a")] | ["a","YQ"]
					import { Liquid } from "liquidjs";     | await new Liquid().parseAndRender("Hi {{ name }}", { name: "ann" }) | "Hi ann"
					import description from "ms/package.json"; | description.name | "ms"
					import { XMLParser } from "fast-xml-parser"; | new XMLParser({ ignoreAttributes: false }).parse("<a id='1'><b>x &amp; y</b><b>2</b></a>") | {"a":{"b":["x & y",2],"@_id":"1"}}
					import { XMLBuilder, XMLValidator } from "fast-xml-parser"; | [XMLValidator.validate("<a/>"), new XMLBuilder({}).build({ a: { b: [1, 2] } })] | [true,"<a><b>1</b><b>2</b></a>"]
					""")
	void packagesDoWhatTheyDoElsewhere(String imports, String expression, String result) {
		assertThat(show(imports, expression)).isEqualTo(result);
	}

	@Test
	void packagesAreImportedFromAnyFileAndShareWhatTheyNeed() throws Exception {
		write("counter/index.js", "let n = 0; exports.next = () => ++n;", "counter/package.json", "{}",
				"twice/index.mjs",
				"import { next } from 'counter'; export const twice = () => [next(), next()]; export default 'd';",
				"twice/package.json", "{ \"module\": \"index.mjs\" }");
		assertThat(show("import { again, count, other, d } from './a'; import { next } from 'counter';",
				"[again(), next(), count(), other(), d]", FOLDER + "a.ts",
				"export * from 'twice'; export { next as count } from 'counter'; export { default as d, twice as again } from 'twice';"
						+ " import { next } from 'counter'; export const other = next; import 'twice';"))
			.isEqualTo("[[1,2],3,4,5,\"d\"]");
		assertThat(show("import { twice } from './a';", "twice()", FOLDER + "a.ts", "export * from 'twice';"))
			.isEqualTo("[1,2]");
	}

	@Test
	void aPackageIsImportedForWhatItDoesAlone() throws Exception {
		write("effect/index.js", "globalThis.effects = (globalThis.effects ?? 0) + 1;");
		assertThat(show("import 'effect';", "(globalThis as any).effects")).isEqualTo("1");
	}

	@Test
	void exportsMapsChooseWhatIsNotOfNode() throws Exception {
		write("mapped/package.json", """
				{ "type": "module", "exports": {
				    ".": { "node": "./node.js", "browser": "./browser.js", "default": "./default.js" },
				    "./deep/*": "./src/*.js", "./data": "./data.json" } }
				""", "mapped/node.js", "export default 'node';", "mapped/browser.js", "export default 'browser';",
				"mapped/default.js", "export default 'default';", "mapped/src/a.js",
				"export const a = typeof global.Object + process.env.NODE_ENV;", "mapped/data.json", "{ \"b\": [1] }");
		assertThat(show("import m from 'mapped'; import { a } from 'mapped/deep/a'; import data from 'mapped/data';",
				"[m, a, data]"))
			.isEqualTo("[\"browser\",\"functionproduction\",{\"b\":[1]}]");
		assertThat(refused(engine, TestWorkflow.FILE, "import 'mapped/hidden';" + HEAD + "export default () => {};"))
			.singleElement()
			.satisfies((problem) -> {
				assertThat(problem.location()).isEqualTo(new SourceLocation(TestWorkflow.FILE, 1, 8));
				assertThat(problem.message()).isEqualTo("The package 'mapped' has no 'mapped/hidden'");
				assertThat(problem.action()).contains("is not exported by package \"mapped\"");
			});
	}

	@Test
	void jsxUsesTheAutomaticRuntime() {
		String shown = "export default async () => { console.log(JSON.stringify(<b id=\"x\">{[1, <i key=\"k\" />]}<></></b>)); };";
		Outcome react = run(FOLDER + "aWorkflow.tsx", HEAD + shown);
		assertThat(react.failure()).isEmpty();
		assertThat(react.log()).singleElement()
			.satisfies(
					(line) -> assertThat(line.message()).contains("\"type\":\"b\"", "\"key\":\"k\"", "\"id\":\"x\""));
		Outcome preact = run(FOLDER + "aWorkflow.tsx",
				"/** @jsxImportSource preact */\nimport { isValidElement } from \"preact\";" + HEAD
						+ "export default async () => { console.log(isValidElement(<b />)); };");
		assertThat(preact.log()).extracting(LogLine::message).containsExactly("true");
	}

	@Test
	void anErrorShowsTheAuthorsPlaceAndThatInThePackage() throws Exception {
		write("thrower/package.json", "{}", "thrower/lib.js",
				"// a comment\nexports.check = function check(f) {\n  if (f) throw new RangeError('checked');\n};",
				"thrower/index.js", "exports.check = require('./lib').check;");
		Failure failure = run(TestWorkflow.FILE, """
				import { check } from "thrower";
				import type { Plan } from "./plan";
				import { guard } from "./plan";
				%s
				interface Unused { a: string }
				export default async function run(event: any) {
				  const plan: Plan = { a: 1 };
				  guard(() => check(plan));
				}
				""".formatted(HEAD.strip()), FOLDER + "plan.ts", """
				import ms from "ms";
				export type Plan = { a: number };
				export const guard = (f: () => void) => {
				  ms("1s");
				  f();
				};
				""").failure().orElseThrow();
		assertThat(failure.message()).isEqualTo("RangeError: checked");
		assertThat(failure.location()).contains(new SourceLocation(TestWorkflow.FILE, 8, 15));
		assertThat(failure.stack()).extracting(Failure.StackFrame::toString)
			.containsExactly("exports.check (node_modules/thrower/lib.js:3:16)",
					"<anonymous> (" + TestWorkflow.FILE + ":8:15)", "guard (" + FOLDER + "plan.ts:5:3)",
					"run (" + TestWorkflow.FILE + ":8:3)");
	}

	@Test
	void anErrorShowsThePlaceThatTheMapOfAPackageNames() throws Exception {
		String map = """
				{ "version": 3, "sources": ["src/index.ts"], "names": [], "mappings": "AAAA;;;AAGA" }""";
		write("mapped/package.json", "{}", "mapped/index.js",
				"const text = () => `first\nsecond\nthird`;\nexports.fail = () => { throw new Error(text()); };\n"
						+ "//# sourceMappingURL=data:application/json;base64,"
						+ Base64.getEncoder().encodeToString(map.getBytes(StandardCharsets.UTF_8)));
		Failure failure = run(TestWorkflow.FILE,
				"import { fail } from 'mapped';" + HEAD + "export default () => fail();")
			.failure()
			.orElseThrow();
		assertThat(failure.kind()).isEqualTo(Failure.Kind.EXCEPTION);
		assertThat(failure.message()).isEqualTo("Error: first\nsecond\nthird");
		assertThat(failure.stack()).extracting((frame) -> frame.location().toString())
			.startsWith("node_modules/mapped/src/index.ts:4:1", TestWorkflow.FILE + ":2:22");
	}

	@Test
	void aPackageThatThrowsWhileItIsLoadedIsNamedWithItsFile() throws Exception {
		write("bad/package.json", "{}", "bad/index.js", "\n  null.x;");
		assertThat(refused(engine, TestWorkflow.FILE, "import 'bad';" + HEAD + "export default () => {};"))
			.singleElement()
			.satisfies((problem) -> {
				assertThat(problem.location()).isEqualTo(new SourceLocation("node_modules/bad/index.js", 2, 3));
				assertThat(problem.message()).startsWith("The package 'bad' throws while it is loaded: TypeError");
			});
	}

	@Test
	void aCommonJsPackageThatThrowsWhileItIsLoadedIsNamedWithItsFile() throws Exception {
		write("worse/package.json", "{}", "worse/index.js", "exports.a = 1;\n  null.x;");
		assertThat(refused(engine, TestWorkflow.FILE,
				"import worse from 'worse';" + HEAD + "export default () => worse.a;"))
			.singleElement()
			.satisfies((problem) -> assertThat(problem.location())
				.isEqualTo(new SourceLocation("node_modules/worse/index.js", 2, 3)));
	}

	@Test
	void anErrorOfZodIsShownWithItsIssues() {
		Failure failure = run(TestWorkflow.FILE, """
				import { z } from "zod";
				%s
				export default () => { z.object({ plan: z.string() }).parse({ plan: 1 }); };
				""".formatted(HEAD.strip())).failure().orElseThrow();
		assertThat(failure.message()).startsWith("ZodError: [")
			.contains("expected string, received number", "\"plan\"");
	}

	@Test
	void whatAPackageNeedsAndCannotHaveIsSaid() throws Exception {
		write("needy/package.json", "{}", "needy/index.js", "require('fs'); require('@acme/peer/x');",
				"odd/package.json", "{}", "odd/index.js", "let a b;");
		assertThat(refused(engine, TestWorkflow.FILE, """

				import {} from "zod";
				import "needy";
				import "odd";
				""" + HEAD + "export default () => {};"))
			.extracting((problem) -> problem.location() + " " + problem.message())
			.containsExactlyInAnyOrder(TestWorkflow.FILE
					+ ":3:8 The package 'needy' needs the Node.js module 'fs', which does not exist in a workflow",
					TestWorkflow.FILE
							+ ":3:8 The package 'needy' needs '@acme/peer/x', which is not installed (node_modules/needy/index.js:1)",
					TestWorkflow.FILE
							+ ":4:8 The package 'odd' cannot be bundled: Expected \";\" but found \"b\" (node_modules/odd/index.js:1)");
	}

	private static String pem(String kind, Key key) {
		return "-----BEGIN %1$s KEY-----\\n%2$s\\n-----END %1$s KEY-----".formatted(kind,
				Base64.getEncoder().encodeToString(key.getEncoded()));
	}

	@Test
	void aWarmUpSaysWhatItCostsToEvaluatePackages() throws Exception {
		WorkflowEngine warm = engine.engine();
		try (LoadedProject loaded = warm.load(warm.build(project(TestWorkflow.FILE, """
				import { z } from "zod";
				export const workflowSettings = { id: "w", trigger: "m2m:token_generation" };
				export default async function (event: any) {
				  z.object({ clientId: z.string() }).parse(event.context.application);
				}
				""")))) {
			WarmedUp cost = warm.warmUp(loaded, Duration.ofMinutes(1)).get(0);
			assertThat(cost.complete()).isTrue();
			assertThat(cost.packages()).isPositive().isLessThanOrEqualTo(cost.last());
		}
	}

	@Test
	void joseSignsAndVerifiesTokens() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp256r1"));
		KeyPair pair = generator.generateKeyPair();
		assertThat(
				show("""
						import { SignJWT, jwtVerify, importSPKI, importPKCS8, exportJWK, createLocalJWKSet } from "jose";
						const secret = new TextEncoder().encode("a secret of at least 32 characters!");
						const claims = async () => {
						  const token = await new SignJWT({ plan: "pro" }).setProtectedHeader({ alg: "HS256" })
						    .setIssuer("acme").setExpirationTime("1h").sign(secret);
						  const { payload } = await jwtVerify(token, secret, { issuer: "acme" });
						  const altered = token.slice(0, -4) + "AAAA";
						  const refused = await jwtVerify(altered, secret).catch((error: any) => error.code);
						  const keys = { pkcs8: `%s`, spki: `%s` };
						  const signed = await new SignJWT({ a: 1 }).setProtectedHeader({ alg: "ES256" })
						    .sign(await importPKCS8(keys.pkcs8, "ES256"));
						  const es = (await jwtVerify(signed, await importSPKI(keys.spki, "ES256"))).payload.a;
						  const jwk = { ...(await exportJWK(await importSPKI(keys.spki, "ES256", { extractable: true }))), alg: "ES256" };
						  const jwks = createLocalJWKSet({ keys: [jwk] });
						  const remote = (await jwtVerify(signed, jwks)).payload.a;
						  return [payload.plan, refused, es, remote];
						};
						"""
					.formatted(pem("PRIVATE", pair.getPrivate()), pem("PUBLIC", pair.getPublic())), "await claims()"))
			.isEqualTo("[\"pro\",\"ERR_JWS_SIGNATURE_VERIFICATION_FAILED\",1,1]");
	}

	@Test
	void packagesTouchAtTheirTopLevelWhatBrowsersHave() throws Exception {
		write("touchy/package.json", "{}", "touchy/index.js", """
				const log = console.debug || console.log;
				log("loaded", navigator.userAgent);
				const base = new URL("https://api.example.com/v1/");
				(function (root, factory) { root.touchy = factory(); })(self, () => 1);
				exports.path = (name) => new URL(name, base).pathname + self.touchy;
				""");
		assertThat(show("import { path } from 'touchy';", "path('a')")).isEqualTo("loaded Claimflow");
	}

	@Test
	void aPackageThatMakesCodeIsAWarningWhereItIsImported() throws Exception {
		write("maker/package.json", "{}", "maker/index.js", """
				// new Function("in a comment")
				const root = typeof globalThis == "object" && globalThis || Function("return this")();
				exports.compile = (source) => new Function("data", source);
				exports.plain = () => 1;
				""", "tame/package.json", "{}", "tame/index.js",
				"exports.evaluate = { eval: (x) => x }; exports.medieval = (x) => exports.evaluate.eval(x);");
		LiveEngine.Deployment deployment = TestWorkflow.deploy(engine, project(TestWorkflow.FILE, """
				import { medieval } from "tame";
				import { compile } from "maker";
				""" + HEAD + "export default () => [compile, medieval];"));
		assertThat(deployment.warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.location()).isEqualTo(new SourceLocation(TestWorkflow.FILE, 2, 25));
			assertThat(warning.message()).isEqualTo("The package 'maker' makes code from text (new Function at"
					+ " node_modules/maker/index.js:3:35), which a workflow cannot do");
		});
	}

	@Test
	void aWellKnownPackageThatMakesCodeIsNamed() {
		LiveEngine.Deployment deployment = TestWorkflow.deploy(engine,
				project(TestWorkflow.FILE, "import Handlebars from \"handlebars\";\n" + HEAD
						+ "export default () => Handlebars.compile(\"{{a}}\")({});"));
		assertThat(deployment.warnings()).singleElement()
			.satisfies((warning) -> assertThat(warning.message())
				.startsWith("The package 'handlebars' makes code from text"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					module.exports = new Function("return 1")();  | The package 'early' makes code from text while it is loaded, which a workflow cannot do
					module.exports = process.versions.v8;         | The package 'early' throws while it is loaded: ReferenceError: process is not defined
					module.exports = null.x;                      | The package 'early' throws while it is loaded: TypeError: Cannot read property 'x' of null
					""")
	void aPackageThatFailsAtItsLoadIsNamed(String code, String message) throws Exception {
		write("early/package.json", "{}", "early/index.js", code);
		assertThat(refused(engine, TestWorkflow.FILE,
				"import early from \"early\";\n" + HEAD + "export default () => early;"))
			.filteredOn((problem) -> problem.message().startsWith("The package 'early'"))
			.singleElement()
			.satisfies((problem) -> {
				assertThat(problem.message()).isEqualTo(message);
				assertThat(problem.action()).startsWith("Use another package");
				assertThat(problem.location()).hasToString("node_modules/early/index.js:1:" + (code.indexOf('=') + 3));
			});
	}

	/** The keys come from a server, over the global fetch. */
	@Test
	void joseTakesKeysFromAServer() throws Exception {
		KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		byte[] encoded = pair.getPublic().getEncoded();
		String x = Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(Arrays.copyOfRange(encoded, 12, encoded.length));
		try (TestServer server = new TestServer().answering("/jwks", 200,
				"{ \"keys\": [{ \"kty\": \"OKP\", \"crv\": \"Ed25519\", \"alg\": \"EdDSA\", \"use\": \"sig\", \"x\": \""
						+ x + "\" }] }",
				"Content-Type", "application/json");
				Fetcher fetcher = new Fetcher(
						new FetchLimits(Duration.ofSeconds(20), 1024 * 1024, 5, List.of("127.0.0.1")));
				LiveEngine calling = new LiveEngine(WorkflowEngine.builder()
					.limits(Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofSeconds(20)).build())
					.fetcher(fetcher)
					.build())) {
			TestWorkflow.deploy(calling, project(TestWorkflow.FILE, """
					import { createRemoteJWKSet, importPKCS8, jwtVerify, SignJWT } from "jose";
					export const workflowSettings = { id: "x", trigger: "m2m:token_generation",
					  bindings: { url: {}, "kinde.fetch": {} } };
					export default async () => {
					  const token = await new SignJWT({ plan: "pro" }).setProtectedHeader({ alg: "EdDSA" })
					    .sign(await importPKCS8(`%s`, "EdDSA"));
					  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL("%s")));
					  console.log(payload.plan);
					};
					""".formatted(pem("PRIVATE", pair.getPrivate()), server.url("/jwks"))));
			Outcome outcome = calling.run(calling.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
					TestWorkflow.event(), Claims.none());
			assertThat(outcome.failure()).isEmpty();
			assertThat(outcome.log()).extracting(LogLine::message).containsExactly("pro");
		}
	}

	/** Its variant for browsers, over the global fetch. */
	@Test
	void axiosCallsAServer() throws Exception {
		try (TestServer server = new TestServer().answering("/plan", 200, "{ \"plan\": \"pro\" }", "Content-Type",
				"application/json");
				Fetcher fetcher = new Fetcher(
						new FetchLimits(Duration.ofSeconds(20), 1024 * 1024, 5, List.of("127.0.0.1")));
				LiveEngine calling = new LiveEngine(WorkflowEngine.builder()
					.limits(Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofSeconds(20)).build())
					.fetcher(fetcher)
					.build())) {
			TestWorkflow.deploy(calling, project(TestWorkflow.FILE, """
					import axios from "axios";
					export const workflowSettings = { id: "x", trigger: "m2m:token_generation",
					  bindings: { url: {}, "kinde.fetch": {} } };
					export default async () => {
					  const { data } = await axios.post("%s", { a: 1 }, { headers: { "x-test": "1" } });
					  console.log(data.plan);
					};
					""".formatted(server.url("/plan"))));
			Outcome outcome = calling.run(calling.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
					TestWorkflow.event(), Claims.none());
			assertThat(outcome.failure()).isEmpty();
			assertThat(outcome.log()).extracting(LogLine::message).containsExactly("pro");
			assertThat(server.last().body()).isEqualTo("{\"a\":1}");
		}
	}

	@Test
	void allThatPackagesNeedOfNodeIsOneProblem() throws Exception {
		write("server/package.json", "{ \"dependencies\": { \"between\": \"1\" } }", "between/package.json",
				"{ \"dependencies\": { \"deep\": \"1\" } }", "server/index.js",
				"""
						const http = require("http"), https = require("node:https"), fs = require("fs"), net = require("net");
						require("tls"); require("crypto"); require("os"); require("fs/promises"); require("zlib"); require("deep");
						""",
				"deep/package.json", "{}", "deep/index.js",
				"require('fs'); require('path'); require('dns'); require('vm'); require('tty'); require('util'); require('node:sqlite');");
		List<Problem> problems = refused(engine, TestWorkflow.FILE,
				"import { z } from \"zod\"; import { a, b } from \"server\"; void [a, b, z];\n" + HEAD
						+ "export default () => {};");
		assertThat(problems).extracting(Problem::message)
			.containsExactlyInAnyOrder(
					"The package 'server' needs the Node.js modules 'crypto', 'dns', 'fs', 'fs/promises', 'http', 'https', 'net',"
							+ " 'os', 'path', 'sqlite', 'tls', 'tty', 'util', 'vm', 'zlib',"
							+ " which do not exist in a workflow (in deep, server)");
		assertThat(problems).anySatisfy((problem) -> assertThat(problem.action())
			.contains("kinde.fetch for calls to other systems in place of http, https, net, tls."));
	}

	@Test
	void aNameThatAPackageDoesNotExportIsRefused() {
		assertThat(refused(engine, TestWorkflow.FILE, """
				import { z, nope as no } from "zod";
				import none from "date-fns";
				void z; void no; void none;
				""" + HEAD + "export default () => {};"))
			.extracting((problem) -> problem.location() + " " + problem.message())
			.containsExactlyInAnyOrder(TestWorkflow.FILE + ":1:13 No matching export: 'zod' does not export 'nope'",
					TestWorkflow.FILE + ":2:8 No matching export: 'date-fns' does not export a default export");
	}

	@ParameterizedTest
	@ValueSource(strings = { "secret.json", "secret.txt", "secret.js" })
	void noPackageReadsAFileOutsideOfTheProject(String name, @TempDir Path other) throws Exception {
		Path secret = Files.writeString(other.toRealPath().resolve(name), "123456");
		write("spy/package.json", "{}", "spy/index.js",
				"module.exports = require(" + JsonMapper.shared().writeValueAsString(secret.toString()) + ");");
		assertThat(refused(engine, TestWorkflow.FILE, "import spy from 'spy';" + HEAD + "export default () => spy;"))
			.singleElement()
			.satisfies((problem) -> assertThat(problem.message()).contains(name, "outside of the project")
				.doesNotContain("123456"));
	}

	@Test
	void theSampleOfTheDocumentationRuns() throws Exception {
		Matcher sample = Pattern.compile("(?s)```typescript\n// (\\S+)\n(.*?)```")
			.matcher(Files.readString(Path.of("../../docs/packages.md")));
		assertThat(sample.find()).isTrue();
		TestWorkflow.deploy(engine, project(sample.group(1), sample.group(2)));
		Outcome outcome = engine.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(),
				Claims.of(TokenType.M2M_TOKEN, Map.of()));
		assertThat(outcome.failure()).isEmpty();
		assertThat(TestWorkflow.set(outcome)).isNotEmpty();
	}

	@Test
	void aBundleIsLimited() {
		try (LiveEngine small = engine(new Bundling(Optional.empty(), Duration.ofSeconds(20), 400_000))) {
			assertThat(
					refused(small, TestWorkflow.FILE, "import { z } from \"zod\";" + HEAD + "export default () => z;"))
				.singleElement()
				.satisfies((problem) -> {
					assertThat(problem.message())
						.containsPattern("take \\d{6} bytes in a bundle, more than the 400000");
					assertThat(problem.action()).contains("claimflow.limits.bundle-bytes");
				});
		}
	}

	private static Path esbuild() throws IOException {
		try (var files = Files.walk(root.resolve("node_modules/@esbuild"))) {
			return files.filter((file) -> file.getFileName().toString().matches("esbuild(\\.exe)?"))
				.filter(Files::isRegularFile)
				.findFirst()
				.orElseThrow();
		}
	}

	/** One of the files that esbuild writes goes where there is no space. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void aDiskThatIsFullLeavesWhatIsLive(@TempDir Path folder) throws Exception {
		Path full = folder.resolve("full");
		Path script = folder.resolve("esbuild.sh");
		Files.writeString(script, """
				#!/bin/sh
				for a; do
				  case $a in --metafile=*) [ -e %s ] && a=--metafile=/dev/full;; esac
				  set -- "$@" "$a"
				  shift
				done
				exec %s "$@"
				""".formatted(full, esbuild()));
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
		String code = "import ms from 'ms';" + HEAD + "export default () => console.log(ms('1s'));";
		try (LiveEngine engine = engine(new Bundling(Optional.of(script), Duration.ofSeconds(20), 400_000))) {
			TestWorkflow.deploy(engine, project(TestWorkflow.FILE, code));
			Files.createFile(full);
			assertThat(refused(engine, TestWorkflow.FILE, code + "//")).singleElement()
				.satisfies((problem) -> assertThat(problem.message())
					.startsWith("The packages that the workflow imports cannot be bundled: ")
					.contains("there may be no space left in "));
			assertThat(engine.deployment()).map(LiveEngine.Deployment::number).contains(1L);
			assertThat(engine
				.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(), Claims.none())
				.log()).extracting(LogLine::message).containsExactly("1000");
			Files.delete(full);
			TestWorkflow.deploy(engine, project(TestWorkflow.FILE, code + "//"));
		}
	}

	@Test
	void aConfiguredEsbuildServesProjectsWithoutTheirOwn(@TempDir Path other) throws Exception {
		Files.createDirectories(other.resolve("node_modules/tiny"));
		Files.writeString(other.resolve("node_modules/tiny/index.js"), "module.exports = 'tiny';");
		Project project = new Project("test", Optional.of(other), List.of(TestWorkflow.FILE), Map.of(TestWorkflow.FILE,
				"import tiny from 'tiny';" + HEAD + "export default () => console.log(tiny);"));
		try (LiveEngine configured = engine(new Bundling(Optional.of(esbuild()), Duration.ofSeconds(20), 10_000))) {
			TestWorkflow.deploy(configured, project);
			assertThat(configured
				.run(configured.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(),
						Claims.none())
				.log()).extracting(LogLine::message).containsExactly("tiny");
		}
	}

	@Test
	void packagesAreNeededNoLongerOnceTheProjectIsBuilt(@TempDir Path folder) throws Exception {
		Path library = Files.createDirectories(folder.resolve("node_modules/tiny"));
		Files.writeString(library.resolve("package.json"), "{ \"name\": \"tiny\", \"main\": \"index.js\" }");
		Files.writeString(library.resolve("index.js"), "exports.thrown = () => { throw new Error('tiny'); };");
		Map<String, String> files = Map.of("aWorkflow.ts", """
				import { thrown } from "tiny";
				export const workflowSettings = { id: "a", trigger: "m2m:token_generation", bindings: {} };
				export default async function () { thrown(); }
				""");
		try (LiveEngine configured = engine(new Bundling(Optional.of(esbuild()), Duration.ofSeconds(20), 400_000))) {
			Artifact artifact = configured.engine()
				.build(new Project("test", Optional.of(folder), List.of("aWorkflow.ts"), files));
			for (Path file : List.of(library.resolve("index.js"), library.resolve("package.json"), library)) {
				Files.delete(file);
			}
			configured.engine().load(artifact);
			Outcome outcome = configured.run(
					configured.engine().load(artifact).workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
					TestWorkflow.event(), Claims.none());
			assertThat(outcome.failure().orElseThrow().stack()).extracting(Object::toString)
				.first()
				.asString()
				.contains("node_modules/tiny/index.js:1:");
			assertThat(outcome.failure().orElseThrow().location()).contains(new SourceLocation("aWorkflow.ts", 3, 36));
		}
	}

}
