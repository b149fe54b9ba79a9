package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.project.Project;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a deployment refuses and says. A {@code ¦} marks the place that it has to name.
 */
class ProjectErrorsTests {

	private static final String HEAD = "export const workflowSettings = { id: \"x\", trigger: \"m2m:token_generation\" };\n";

	private static final String RUN = "export default async () => {};\n";

	private static final String OK = HEAD + RUN;

	private static final String FOLDER = "kindeSrc/environment/workflows/";

	private static final String TRIGGERS = "Write one of: user:tokens_generation, m2m:token_generation, "
			+ "user:post_authentication, user:pre_registration, user:existing_password_provided, "
			+ "user:new_password_provided, user:new_username_provided, user:pre_mfa, user:plan_selection, "
			+ "user:plan_cancellation_request";

	private static final String WRITE_ID = "Write an id of your choice that no other workflow of the project has.";

	private static final String WRITE_DEFAULT = "Write: export default async function (event) { … }";

	private static final String WRITE_SETTINGS = "Write: export const workflowSettings = { id: \"…\", trigger: \"…\" };";

	private static final String CORRECT_SYNTAX = "Correct the syntax; the file was not compiled.";

	private static final String RELATIVE = "Import a file of the project by a relative path, such as './name'.";

	private static final String NO_NODE = "A workflow has no access to the server, "
			+ "only bindings such as url, util or kinde.env.";

	private static final String NO_FILES = "Use the import of a JSON file of the project in place of fs. ";

	private static final String INSIDE = "Use it inside the workflow's function: bindings exist only while it runs.";

	private static final String MEND = "Mend it, or move the code into the workflow's function.";

	private static final String PLAIN = "Write a plain value: settings are read once, when the project is loaded.";

	/**
	 * Six times the time that is set, since nothing was loaded before: by the clock, or
	 * by its processor's.
	 */
	private static final Pattern STILL_LOADING = Pattern.compile("The file (was still being loaded after 1800 ms|"
			+ "computed for more than 1800 ms while it was loaded) \\(claimflow\\.limits\\.load-time\\)");

	private static final LiveEngine ENGINE = TestWorkflow
		.engine(Limits.builder().deadline(Duration.ofSeconds(20)).compileTime(Duration.ofMinutes(1)).build());

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	/** What recurses deepest in the parser, which ends the process if its stack does. */
	@ParameterizedTest
	@ValueSource(strings = { "(", "[", "[(" })
	void codeThatIsNestedWithoutEndIsRefused(String opener) {
		String source = OK + "const deep: any = " + opener.repeat(30_000 / opener.length());
		assertThat(TestWorkflow.problems(ENGINE, TestWorkflow.project(FOLDER + "deepWorkflow.ts", source)))
			.allSatisfy((problem) -> assertThat(problem.message()).containsAnyOf("Syntax error", "nested more than"));
	}

	/** The parser needs twice the time for each level; nothing stops it. */
	@Test
	@Timeout(120)
	void aFileThatKeepsTheCompilerBusyIsRefusedInTime() {
		Project ambiguous = TestWorkflow.project(FOLDER + "ambiguousWorkflow.ts", OK + "<T>(".repeat(20));
		Limits limits = Limits.builder().compileTime(Duration.ofMillis(50)).build();
		try (LiveEngine engine = new LiveEngine(WorkflowEngine.builder()
			.limits(limits)
			.capacity(Capacity.builder().computingRuns(1).build())
			.build())) {
			assertThat(TestWorkflow.problems(engine, ambiguous)).singleElement().satisfies((problem) -> {
				assertThat(problem.message()).isEqualTo("The compiler was not done with the file after 50 ms");
				assertThat(problem.location()).isEqualTo(new SourceLocation(FOLDER + "ambiguousWorkflow.ts", 1, 1));
			});
			assertThat(engine.status().compilations()).isOne();
			assertThat(TestWorkflow.problems(engine, ambiguous)).singleElement()
				.extracting(Problem::message)
				.isEqualTo("The compiler is still busy with the file, which was deployed before");
			assertThat(TestWorkflow.problems(engine, TestWorkflow.project(FOLDER + "goodWorkflow.ts", OK)))
				.singleElement()
				.extracting(Problem::message)
				.isEqualTo("The compiler is still busy with files that were deployed before, and nothing can stop it: "
						+ FOLDER + "ambiguousWorkflow.ts");
			while (engine.status().compilations() > 0) {
				LockSupport.parkNanos(1_000_000);
			}
		}
	}

	private static List<Problem> warnings(Project project) throws InvalidProjectException {
		return ENGINE.deploy(project).warnings();
	}

	/** Message and action of each problem in turn. */
	private static void assertRefused(MarkedSources sources, String... messagesAndActions) {
		List<Problem> problems = TestWorkflow.problems(ENGINE, sources.project());
		assertThat(problems).extracting(Problem::location).isEqualTo(sources.places());
		assertThat(problems.stream().flatMap((problem) -> Stream.of(problem.message(), problem.action())))
			.containsExactly(messagesAndActions);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "settings", "exports", "syntax", "imports", "loading" })
	void isRefusedWithWhatWhereAndWhatToDo(String source, String message, String action) {
		assertRefused(MarkedSources.of(source), message, action);
	}

	static Stream<Arguments> settings() {
		String id = "export const workflowSettings = { id: \"x\", ";
		String both = id + "trigger: \"m2m:token_generation\", ";
		return Stream.of(
				refused(id + "trigger: ¦\"m2m:token_generatoin\" };\n" + RUN,
						"Unknown trigger \"m2m:token_generatoin\"", "Did you mean \"m2m:token_generation\"?"),
				refused(id + "trigger: ¦\"user:token\" };\n" + RUN, "Unknown trigger \"user:token\"",
						"Did you mean \"user:tokens_generation\"?"),
				refused(id + "trigger: ¦[\"m2m:token_generation\"] };\n" + RUN,
						"workflowSettings.trigger is a list, and a workflow has one trigger",
						"Write one trigger, and a file for each other one; they can import a function that they share."),
				refused(id + "trigger: ¦\"zzzzzzzzzzzzzzzz\" };\n" + RUN, "Unknown trigger \"zzzzzzzzzzzzzzzz\"",
						TRIGGERS),
				refused("export const ¦workflowSettings = { id: \"x\" };\n" + RUN,
						"workflowSettings.trigger is missing or undefined", TRIGGERS),
				refused("import { WorkflowTrigger } from \"@kinde/infrastructure\";\n" + id
						+ "trigger: ¦WorkflowTrigger.Nope };\n" + RUN, "WorkflowTrigger has no member 'Nope'",
						"It has ExistingPasswordProvided, M2MTokenGeneration, NewPasswordProvided, NewUsernameProvided, "
								+ "PlanCancellationRequest, PlanSelection, PostAuthentication, UserPreMFA, "
								+ "UserPreRegistration, UserTokenGeneration."),
				refused(id + "trigger: ¦7 };\n" + RUN, "workflowSettings.trigger is not a string with text in it",
						TRIGGERS),
				refused("export const ¦workflowSettings = { trigger: \"m2m:token_generation\" };\n" + RUN,
						"Workflow ID is required", WRITE_ID),
				refused("export const workflowSettings = { trigger: \"m2m:token_generation\", id: ¦\" \" };\n" + RUN,
						"workflowSettings.id is not a string with text in it", WRITE_ID),
				refused("export const workflowSettings = { trigger: \"m2m:token_generation\", id: ¦[\"x\"] };\n" + RUN,
						"workflowSettings.id is not a string with text in it", WRITE_ID),
				refused("export const workflowSettings = { trigger: \"m2m:token_generation\",\n  id: ¦\"x\".repeat(201) };\n"
						+ RUN, "workflowSettings.id is longer than 200 characters", WRITE_ID),
				refused(both + "name: ¦5 };\n" + RUN, "workflowSettings.name is not a string",
						"Write a short name in quotes, or leave it out."),
				refused(both + "name: ¦\"x\".repeat(1e6) };\n" + RUN,
						"workflowSettings.name is longer than 200 characters",
						"Write a short name in quotes, or leave it out."),
				refused(both + "failurePolicy: { action: ¦\"warn\" } };\n" + RUN, "Unknown failure policy \"warn\"",
						"Write: failurePolicy: { action: \"stop\" } or { action: \"continue\" }"),
				refused(both + "failurePolicy: ¦\"stop\" };\n" + RUN, "workflowSettings.failurePolicy has no action",
						"Write: failurePolicy: { action: \"stop\" } or { action: \"continue\" }"),
				refused(both + "bindings: ¦[\"url\"] };\n" + RUN, "workflowSettings.bindings is not an object",
						"Write: bindings: { \"kinde.env\": {} }"),
				refused(id + "¦get trigger() { return \"m2m:token_generation\" } };\n" + RUN,
						"workflowSettings.trigger is a getter", PLAIN),
				refused(both + "bindings: { \"kinde.env\": ¦() => 1 } };\n" + RUN,
						"workflowSettings.bindings.kinde.env is a function", PLAIN),
				refused(both + "bindings: { url: ¦Symbol() } };\n" + RUN, "workflowSettings.bindings.url is a symbol",
						PLAIN),
				refused(both + "bindings: ¦{ [\"x\".repeat(2000)]: {} } };\n" + RUN,
						"workflowSettings.bindings is an object with a name of more than 1000 characters", PLAIN),
				refused("export const workflowSettings = new Proxy({}, { ownKeys() { throw ¦new Error(\"trap\") } });\n"
						+ RUN, "The file throws while it is loaded: Error: trap", MEND),
				refused("export const ¦workflowSettings = \"x\";\n" + RUN,
						"workflowSettings is not an object but of type string", WRITE_SETTINGS),
				refused("export const ¦workflowSettings = null;\n" + RUN,
						"workflowSettings is not an object but of type null", WRITE_SETTINGS),
				refused("const ¦workflowSettings = { id: \"x\" };\n" + RUN, "No workflowSettings exported",
						WRITE_SETTINGS),
				refused("¦" + RUN, "No workflowSettings exported", WRITE_SETTINGS));
	}

	static Stream<Arguments> exports() {
		return Stream.of(refused("¦" + HEAD, "No default function exported", WRITE_DEFAULT), refused(
				HEAD + "¦export default { handle() {} };", "The default export is not a function but of type object",
				"Name the object, and export its function: const handler = { … }; export default handler.handle;"),
				refused(HEAD + "const mine = { name: 1, run() {} };\n¦export default mine;",
						"The default export is not a function but of type object",
						"Export its function: export default mine.run;"),
				refused(HEAD + "¦export default { name: 1 };",
						"The default export is not a function but of type object", WRITE_DEFAULT),
				refused(HEAD + "¦export default class {}", "The default export is not a function but of type class",
						WRITE_DEFAULT),
				refused(HEAD + "const run = 5;\nexport { ¦run as default };",
						"The default export is not a function but of type number", WRITE_DEFAULT),
				refused(OK + "¦" + RUN, "'default' is exported more than once",
						"Keep one of the exports: a module has one of each name."),
				refused(OK + "export { ¦nope };", "'nope' is exported but not declared",
						"Declare it in the file, or correct the name."));
	}

	static Stream<Arguments> syntax() {
		return Stream.of(refused(OK + "const a = ¦;", "Syntax error: Expression expected", CORRECT_SYNTAX),
				refused(OK + "\tconst\ta = \"😀😀😀 漢字\"; const b = ¦;", "Syntax error: Expression expected",
						CORRECT_SYNTAX),
				refused(OK + "let one = 1;\nlet ¦one = 2;", "Syntax error: Variable \"one\" has already been declared",
						CORRECT_SYNTAX),
				refused(OK + "type T = string;\n\nfunction f(): T {\n  break ¦away;\n}",
						"Syntax error: Undefined Label \"away\"", CORRECT_SYNTAX),
				refused(OK + "¦return;", "return outside of a function is not possible in a workflow",
						"Remove it, or move it into a function."),
				refused(OK + "const a = ¦await 5;", "await at the top level of a module is not possible in a workflow",
						"Await inside the workflow's function."),
				refused(OK + "const a = () => ¦import(\"./a\");", "Dynamic import() is not possible in a workflow",
						"Use an import declaration at the top of the file."),
				refused(OK + "const a = () => ¦import.meta.url;", "import.meta is not possible in a workflow",
						"Remove it: a workflow has no address."),
				refused("import fs = ¦require(\"fs\");\n" + OK,
						"A CommonJS import or export is not possible in a workflow",
						"Use import … from \"…\" and export instead."));
	}

	static Stream<Arguments> imports() {
		return Stream.of(imported("./nope", "There is no file for the import './nope'",
				"Looked for kindeSrc/environment/workflows/nope, kindeSrc/environment/workflows/nope.ts, "
						+ "kindeSrc/environment/workflows/nope.tsx, kindeSrc/environment/workflows/nope.js and more; "
						+ "add the file or correct the path."),
				imported("../../../../etc/passwd", "The import '../../../../etc/passwd' leaves the project",
						"Import files below the folder of kinde.json only."),
				imported("/etc/passwd", "The import '/etc/passwd' is not a path relative to the file", RELATIVE),
				imported("file:///etc/passwd", "The import 'file:///etc/passwd' is not a path relative to the file",
						RELATIVE),
				imported("https://example.com/a.js",
						"The import 'https://example.com/a.js' is not a path relative to the file", RELATIVE),
				imported("fs", "The Node.js module 'fs' does not exist in a workflow", NO_FILES + NO_NODE),
				imported("fs/promises", "The Node.js module 'fs/promises' does not exist in a workflow",
						NO_FILES + NO_NODE),
				imported("node:crypto", "The Node.js module 'crypto' does not exist in a workflow",
						"Use the global crypto for random values in place of crypto. " + NO_NODE),
				imported("lodash", "The package 'lodash' cannot be imported: packages need a project on disk",
						ON_DISK + "'./lodash'."),
				imported("lodash/../../../secret.json",
						"The import 'lodash/../../../secret.json' is neither a path nor the name of a package",
						"Import a file of the project by a relative path, such as './name', or an installed package."),
				imported("#plans", "The import '#plans' is neither a path nor the name of a package",
						"Import a file of the project by a relative path, such as './name', or an installed package."),
				refused("import { denyAccess } from \"@kinde/infrastructure\";\nimport { ¦denyAcces as no } from "
						+ "\"@kinde/infrastructure\";\n" + HEAD + "export default async () => [denyAccess, no];",
						"No matching export: '@kinde/infrastructure' does not export 'denyAcces'", EXPORTS),
				refused("import { ¦onPostAuthenticationEvent } from \"@kinde/infrastructure\";\n" + HEAD
						+ "export default onPostAuthenticationEvent(async () => {});",
						"No matching export: '@kinde/infrastructure' does not export 'onPostAuthenticationEvent'",
						"It is a type, which no code can call. Write: (event: onPostAuthenticationEvent) => { … }"),
				refused("import ¦all from \"@kinde/infrastructure\";\n" + HEAD + "export default async () => all;",
						"No matching export: '@kinde/infrastructure' does not export a default export", EXPORTS));
	}

	private static final String ON_DISK = "Put the project into a directory and name that with claimflow.project=file:…, "
			+ "or import a file of the project by a relative path, such as ";

	private static final String EXPORTS = "It exports PromptTypes, Scopes, WorkflowTrigger, accessTokenCustomClaims, "
			+ "createKindeAPI, denyAccess, denyPlanCancellation, denyPlanSelection, fetch, getDarkModeLogoUrl, "
			+ "getEnvironmentVariable, getFallbackFaviconUrl, getKindeCSRF, getKindeLoginUrl, getKindeNonce, "
			+ "getKindeRegisterUrl, getKindeRequiredCSS, getKindeRequiredJS, getKindeSignInUrl, getKindeSignUpUrl, "
			+ "getKindeSwitchJS, getKindeThemeCode, getKindeWidget, getLocalization, getLogoUrl, getM2MToken, "
			+ "getSVGFaviconUrl, idTokenCustomClaims, invalidateFormField, m2mTokenClaims, secureFetch, "
			+ "setEnforcementPolicy, setKindeDesignerCustomProperties, version.";

	static Stream<Arguments> loading() {
		return Stream.of(
				refused("const region = ¦kinde.env.get(\"REGION\");\n" + OK,
						"The binding 'kinde' is used at the top level of a module", INSIDE),
				refused(HEAD.replace("workflowSettings", "¦workflowSettings") + RUN
						+ "const a = new URLSearchParams(\"a=b\");",
						"Code at the top level of the file, or of what it imports, needs the binding \"url\"",
						"Declare it in workflowSettings.bindings: \"url\": {}"),
				refused("import { denyAccess } from \"@kinde/infrastructure\";\n" + OK + "¦denyAccess(\"no\");",
						"The binding 'kinde.auth' is used at the top level of a module", INSIDE),
				refused("import { getEnvironmentVariable } from \"@kinde/infrastructure\";\n" + OK
						+ "const db = ¦getEnvironmentVariable(\"DB\");",
						"The binding 'kinde.env' is used at the top level of a module", INSIDE),
				refused(OK + "type A = 1;\n\n¦process.exit();",
						"The file throws while it is loaded: ReferenceError: process is not defined",
						"Read variables with getEnvironmentVariable(\"NAME\") inside the workflow's function,"
								+ " which needs the binding \"kinde.env\"."),
				refused(OK + "declare const require: any;\nconst fs = ¦require(\"fs\");",
						"The file throws while it is loaded: ReferenceError: require is not defined",
						"A workflow is an ES module. Write: import name from \"…\"; or import { name } from \"…\";"),
				refused(OK + "declare const exports: any;\n¦exports.y = 1;",
						"The file throws while it is loaded: ReferenceError: exports is not defined",
						"A workflow is an ES module. Write: export const name = …;"),
				refused(OK + "throw ¦new TypeError(\"bad\");", "The file throws while it is loaded: TypeError: bad",
						MEND));
	}

	private static Arguments refused(String source, String message, String action) {
		return Arguments.of(source, message, action);
	}

	private static Arguments imported(String specifier, String message, String action) {
		return refused("import ¦\"" + specifier + "\";\n" + OK, message, action);
	}

	@Test
	void aSyntaxErrorIsShownWithItsLineAndACaret() {
		Problem problem = TestWorkflow
			.problems(ENGINE, TestWorkflow.project(TestWorkflow.FILE, OK + "\tconst a = \"漢\", b = ;\n"))
			.get(0);
		assertThat(problem.toString().lines()).containsExactly(
				TestWorkflow.FILE + ":3:21: Syntax error: Expression expected", "    3 | \tconst a = \"漢\", b = ;",
				"      | \t                   ^", "  " + CORRECT_SYNTAX);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tsx", "jsx", "js" })
	void aSyntaxErrorOfEveryLanguageIsRefused(String language) {
		String file = FOLDER + "tokenWorkflow." + language;
		List<Problem> problems = TestWorkflow.problems(ENGINE, TestWorkflow.project(file, OK + "const a = <b>;"));
		assertThat(problems).singleElement().satisfies((problem) -> {
			assertThat(problem.message()).startsWith("Syntax error: ");
			assertThat(problem.location()).extracting(SourceLocation::file, SourceLocation::line)
				.containsExactly(file, 3);
		});
	}

	@Test
	void typesInJavaScriptAreASyntaxError() {
		assertRefused(MarkedSources.of(FOLDER + "tokenWorkflow.js", HEAD + "export default async (a¦: string) => {};"),
				"Syntax error: Expected ',', got ':'", CORRECT_SYNTAX);
	}

	@Test
	void aTriggerOfTwoWorkflowsNamesBothFiles() {
		assertRefused(
				MarkedSources.of(FOLDER + "aWorkflow.ts", OK, FOLDER + "bWorkflow.ts",
						"export const workflowSettings = { id: \"y\",\n  trigger: ¦\"m2m:token_generation\" };\n"
								+ RUN),
				"More than one workflow on the trigger \"m2m:token_generation\": also in " + FOLDER
						+ "aWorkflow.ts:1:53",
				"Keep one of them, or join the two: a trigger runs one workflow.");
	}

	@Test
	void anIdOfTwoWorkflowsNamesBothFiles() {
		assertRefused(
				MarkedSources.of(FOLDER + "aWorkflow.ts", OK, FOLDER + "bWorkflow.ts",
						"export const workflowSettings = { id: ¦\"x\", trigger: \"user:pre_mfa\" };\n" + RUN),
				"Duplicate workflow ID \"x\": also in " + FOLDER + "aWorkflow.ts:1:39", "Give one of them another id.");
	}

	@Test
	void whatAFileOfTheProjectLacksIsRefused() {
		assertRefused(
				MarkedSources.of(TestWorkflow.FILE, """
						import { one } from "./lib";
						import ¦def from "./lib";
						import {
						  ¦three as four,
						} from "./lib";
						export { ¦five } from "./lib";
						""" + HEAD + "export default async () => [one, def, four];", FOLDER + "lib.ts",
						"export const one = 1;"),
				"No matching export: './lib' does not export a default export", "It exports one.",
				"No matching export: './lib' does not export 'three'", "It exports one.",
				"No matching export: './lib' does not export 'five'", "It exports one.");
	}

	@Test
	void aMisplacedFileIsPointedAt() {
		assertRefused(
				MarkedSources.of(TestWorkflow.FILE, "import ¦\"./util\";\n" + OK,
						"kindeSrc/environment/workflows/lib/util.ts", ""),
				"There is no file for the import './util'",
				"There is a file 'kindeSrc/environment/workflows/lib/util.ts': correct the path.");
	}

	@Test
	void jsonThatIsNotIsRefused() {
		assertRefused(
				MarkedSources.of(TestWorkflow.FILE,
						"import \"./a.json\";\nimport \"./b.json\";\nimport \"./c.json\";\n" + OK, FOLDER + "a.json",
						"{\n  \"é\": ¦oops\n}", FOLDER + "b.json", "¦", FOLDER + "c.json", "{} ¦trailing"),
				"The file is not JSON",
				"Correct it: Unrecognized token 'oops': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
				"The file is not JSON", "Correct it: it is empty.", "The file is not JSON",
				"Correct it: Unrecognized token 'trailing': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
	}

	@Test
	void everyProblemOfEveryFileIsReportedAtOnceAndOnce() {
		assertRefused(MarkedSources.of(FOLDER + "aWorkflow.ts", "import \"./broken\"; import \"./thrower\";\n" + OK,
				FOLDER + "bWorkflow.ts",
				"import \"./broken\"; import \"./thrower\"; import ¦\"lodash\"; import ¦\"zod\";\n"
						+ OK.replace("\"x\"", "\"b\"").replace("m2m:token_generation", "user:post_authentication"),
				FOLDER + "broken.ts", "let a = ¦;", FOLDER + "cWorkflow.ts", "import \"./thrower\";\n" + OK,
				FOLDER + "dWorkflow.ts", "import \"./thrower\";\n" + OK, FOLDER + "eWorkflow.ts",
				"export const workflowSettings = { id: ¦5, trigger: ¦\"user:pre_mfaa\" };\n¦export default 5;",
				FOLDER + "thrower.ts", "throw ¦new Error(\"x\");"),
				"The package 'lodash' cannot be imported: packages need a project on disk", ON_DISK + "'./lodash'.",
				"The package 'zod' cannot be imported: packages need a project on disk", ON_DISK + "'./zod'.",
				"Syntax error: Expression expected", CORRECT_SYNTAX,
				"workflowSettings.id is not a string with text in it", WRITE_ID, "Unknown trigger \"user:pre_mfaa\"",
				"Did you mean \"user:pre_mfa\"?", "The default export is not a function but of type number",
				WRITE_DEFAULT, "The file throws while it is loaded: Error: x", MEND);
	}

	@Test
	void theSettingsOfAFileWhoseImportsAreBrokenAreReportedWithThem() {
		MarkedSources sources = MarkedSources.of("""
				import { WorkflowTrigger, type WorkflowSettings } from "@kinde/infrastructure";
				import { plan } from ¦"./none";
				export const ¦workflowSettings = {
				  trigger: ¦WorkflowTrigger.PreMfa,
				  failurePolicy: { action: ¦"halt" },
				  bindings: { "kinde.env": {} },
				} satisfies WorkflowSettings;
				export const run = () => plan;
				""");
		List<Problem> problems = TestWorkflow.problems(ENGINE, sources.project());
		assertThat(problems).extracting(Problem::message)
			.containsExactlyInAnyOrder("There is no file for the import './none'", "Workflow ID is required",
					"WorkflowTrigger has no member 'PreMfa'", "Unknown failure policy \"halt\"",
					"No default function exported");
		assertThat(problems).extracting(Problem::location).containsAll(sources.places());
	}

	@Test
	void codeThatIsKnownToFailIsReportedBesideSettingsThatAreWrong() {
		MarkedSources sources = MarkedSources.of("""
				import { none } from "./none";
				declare const kinde: any;
				export const workflowSettings = { id: "x", trigger: "user:tokens_generatio", bindings: {} };
				export default async () => { kinde.env.get("A"); kinde.¦flech("a"); ¦fooo(none); };
				""");
		assertThatExceptionOfType(InvalidProjectException.class).isThrownBy(() -> ENGINE.deploy(sources.project()))
			.satisfies((refused) -> {
				assertThat(refused.problems()).hasSize(2);
				assertThat(refused.warnings()).extracting(Problem::message)
					.containsExactlyInAnyOrder("kinde has no member 'flech'", "'fooo' is not defined");
				assertThat(refused.warnings()).allMatch((warning) -> warning.severity() == Problem.Severity.FAILING);
			});
	}

	@Test
	void everySyntaxErrorThatTheParserGetsToIsReported() {
		assertRefused(MarkedSources.of(OK + """
				let a ¦b;
				function late() {
				  const c ¦d = 1;
				}
				interface Plan { name: string }
				const e ¦f: Plan;
				"""), "Syntax error: Expected a semicolon", CORRECT_SYNTAX, "Syntax error: Expected a semicolon",
				CORRECT_SYNTAX, "Syntax error: Expected a semicolon", CORRECT_SYNTAX);
	}

	@ParameterizedTest
	@ValueSource(strings = { "for (;;) {¦}", "(async () => { for (;;) await 0; })();",
			"let d: any = {}; Object.prototype.toString = () => { for (;;); }; for (let i = 0;; i++) if (i < 99) d = [d, d];" })
	void aFileThatLoadsForeverIsRefused(String code) {
		Limits limits = Limits.builder()
			.loadTime(Duration.ofMillis(300))
			.statements(Long.MAX_VALUE)
			.allocatedBytes(1L << 40)
			.build();
		try (LiveEngine engine = TestWorkflow.engine(limits)) {
			engine.warmUp(1);
			List<Problem> problems = TestWorkflow.problems(engine, TestWorkflow.project(TestWorkflow.FILE,
					OK + "import \"./loop\";", FOLDER + "loop.ts", "\n" + code.replace("¦", "")));
			assertThat(problems).singleElement().satisfies((problem) -> {
				assertThat(problem.location()).extracting(SourceLocation::file, SourceLocation::line)
					.containsExactly(FOLDER + "loop.ts", 2);
				assertThat(problem.message()).matches(STILL_LOADING);
				assertThat(problem.action())
					.startsWith("Do not loop at the top level; compute inside the workflow's function.");
			});
		}
	}

	@Test
	void settingsThatLoopForeverAreRefused() {
		try (LiveEngine engine = TestWorkflow
			.engine(Limits.builder().loadTime(Duration.ofMillis(300)).statements(Long.MAX_VALUE).build())) {
			assertThat(TestWorkflow.problems(engine, TestWorkflow.project(TestWorkflow.FILE,
					"export const workflowSettings = new Proxy({ id: 1 }, { getOwnPropertyDescriptor() { for (;;); } });\n"
							+ RUN)))
				.singleElement()
				.satisfies((problem) -> assertThat(problem.message()).matches(STILL_LOADING));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "new Proxy({ id: 'x', trigger: 'm2m:token_generation' }, { get() { throw 1 } })",
			"(() => { const s: any = { id: 'x', trigger: 'm2m:token_generation' }; s.self = s; return s })()",
			"{ id: 'x', trigger: 'm2m:token_generation', bindings: { url: deep(100_000) } }",
			"{ id: 'x', trigger: 'm2m:token_generation', more: wide(8) }",
			"(() => { (Object.prototype as any).toJSON = (Array.prototype as any).toJSON = () => 'evil'; "
					+ "return { id: 'x', trigger: 'm2m:token_generation' } })()",
			"Object.freeze({ id: 'x', trigger: 'm2m:token_generation' } as const) satisfies object" })
	void oddSettingsThatSayWhatIsNeededAreTaken(String settings) throws InvalidProjectException {
		LiveEngine.Deployment deployment = ENGINE.deploy(TestWorkflow.project(TestWorkflow.FILE,
				"""
						const deep = (levels: number) => { let d: any = {}; while (levels--) d = { d }; return d; };
						const wide = (levels: number) => { let d: any = {}; while (levels--) d = Array(100).fill(d); return d; };
						"""
						+ "export const workflowSettings = " + settings + ";\n" + RUN));
		assertThat(deployment.workflows()).singleElement().satisfies((workflow) -> {
			assertThat(workflow.id()).isEqualTo("x");
			assertThat(workflow.name()).isEqualTo("x");
			assertThat(workflow.trigger()).isEqualTo(Trigger.M2M_TOKEN_GENERATION);
		});
	}

	@Test
	void whatIsOddAndHarmlessIsAWarning() throws InvalidProjectException {
		MarkedSources sources = MarkedSources.of("""
				export const workflowSettings = { id: "x", trigger: ¦"m2m:tokens_generation", bindings: {
				  "kinde.ev": ¦{}, zzzzzzzzzzzzz: ¦{},
				  "kinde.idToken": ¦{}, "kinde.risk": ¦{}, "kinde.m2mToken": {}, url: {} } };
				""" + RUN);
		List<Problem> warnings = warnings(sources.project());
		assertThat(warnings).extracting(Problem::location).containsExactlyInAnyOrderElementsOf(sources.places());
		assertThat(warnings).extracting((warning) -> warning.message() + " / " + warning.action())
			.containsExactlyInAnyOrder(
					"The trigger \"m2m:tokens_generation\" is spelled \"m2m:token_generation\" / "
							+ "It is taken for that one; correct it when you edit the file.",
					"Unknown binding \"kinde.ev\" / Did you mean \"kinde.env\"?",
					"Unknown binding \"zzzzzzzzzzzzz\" / It is ignored; remove it.",
					"The binding \"kinde.risk\" is not part of this version / "
							+ "Code that uses it fails; remove it if the workflow can do without.",
					"The binding \"kinde.idToken\" has no meaning for \"m2m:token_generation\" / "
							+ "It is ignored; remove it.");
		assertThat(ENGINE.deployment().orElseThrow().workflows().get(0).trigger())
			.isEqualTo(Trigger.M2M_TOKEN_GENERATION);
	}

	@Test
	void aRefusedProjectLeavesTheLastGoodOneLive() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults())) {
			LiveEngine.Deployment good = TestWorkflow.deploy(engine,
					TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m("m2mTokenClaims<any>().version = 1;")));
			assertThatExceptionOfType(InvalidProjectException.class)
				.isThrownBy(() -> engine.deploy(TestWorkflow.project(TestWorkflow.FILE, "let a = ;")));
			assertThatExceptionOfType(InvalidProjectException.class)
				.isThrownBy(() -> engine.deploy(TestWorkflow.project(TestWorkflow.FILE, HEAD)));
			assertThat(engine.deployment()).contains(good);
			assertThat(TestWorkflow.set(engine.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
					TestWorkflow.event(), Claims.of(TokenType.M2M_TOKEN, Map.of("sub", "machine")))))
				.isEqualTo(Map.of("version", 1));
			assertThat(TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, OK)).number())
				.isEqualTo(good.number() + 1);
		}
	}

	/**
	 * An overflow of the compiler's stack would end the process, and this test with it.
	 */
	@ParameterizedTest
	@MethodSource
	@Timeout(60)
	void codeThatIsNestedVeryDeeplyIsRefused(String code) {
		assertThat(TestWorkflow.problems(ENGINE, TestWorkflow.project(TestWorkflow.FILE, OK + code))).singleElement()
			.satisfies((problem) -> {
				assertThat(problem.message()).isEqualTo("The code is nested more than 2000 levels deep");
				assertThat(problem.action()).isEqualTo("Split it: give parts of it names of their own.");
				assertThat(problem.location()).extracting(SourceLocation::line).isEqualTo(3);
			});
	}

	static Stream<String> codeThatIsNestedVeryDeeplyIsRefused() {
		int levels = 100_000;
		return Stream.of(nested("(", "1", ")", levels), nested("(", "1", ")", 200_000), nested("!", "1", "", levels),
				nested("!", "1", "", 400_000), nested("[", "", "]", levels), nested("[", "", "]", 499_000),
				nested("() => ", "1", "", levels), nested("1+", "1", "", levels), nested("f(", "", ")", levels),
				";" + "{".repeat(levels) + "}".repeat(levels));
	}

	private static String nested(String open, String middle, String close, int levels) {
		return "const deep = " + open.repeat(levels) + middle + close.repeat(levels) + ";";
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "{ a: ", "(" })
	void codeThatIsNestedDeeplyIsTakenOrRefused(String open) {
		String close = open.equals("[") ? "]" : (open.equals("(") ? ")" : "}");
		try {
			ENGINE.deploy(TestWorkflow.project(TestWorkflow.FILE, OK + nested(open, "1", close, 900)));
		}
		catch (InvalidProjectException ex) {
			assertThat(ex.problems()).singleElement()
				.extracting(Problem::message)
				.isEqualTo("The code, or that of a file it imports, is nested too deeply");
		}
	}

}
