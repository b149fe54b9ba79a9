package io.claimflow.settings;

import java.util.List;

import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.WarningPolicy;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.MarkedSources;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WorkflowEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A deployment warns of what a workflow uses and does not have. A {@code ¦} marks the
 * place that it has to name.
 */
class UndeclaredUseTests {

	private static final LiveEngine ENGINE = TestWorkflow.engine(Limits.defaults());

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static String source(String imports, String trigger, String bindings, String body) {
		return """
				import { %s } from "@kinde/infrastructure";
				export const workflowSettings = { id: "x", trigger: "%s", bindings: { %s } };
				export default async function (event: any) {
				  %s
				}
				""".formatted(imports, trigger, bindings, body);
	}

	/** The warnings of a file with marks, each with its place among those marked. */
	private static List<String> warnings(String source) {
		MarkedSources sources = MarkedSources.of(source);
		LiveEngine.Deployment deployment = TestWorkflow.deploy(ENGINE, sources.project());
		assertThat(deployment.warnings()).extracting(Problem::location)
			.containsExactlyInAnyOrderElementsOf(sources.places());
		return deployment.warnings().stream().map((warning) -> warning.message() + " / " + warning.action()).toList();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					fetch         | "kinde.env": {} | await ¦fetch("https://a", {});          | fetch needs the binding "kinde.fetch"
					WorkflowTrigger | url: {}       | void WorkflowTrigger.UserPreMFA; ¦kinde.fetch("https://a"); | kinde.fetch needs the binding "kinde.fetch"
					getM2MToken   | "kinde.env": {} | await ¦getM2MToken("t", {});            | getM2MToken needs the binding "kinde.fetch"
					""")
	void aBindingThatIsThereAllTheSameCanBeDeclared(String imports, String bindings, String body, String message) {
		assertThat(warnings(source(imports, "user:post_authentication", bindings, body))).containsExactly(message
				+ ", which is not declared / It is there all the same, as at Kinde; declare it: \"kinde.fetch\": {}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					denyAccess                | ¦denyAccess("no");                             | denyAccess              | kinde.auth
					denyAccess as no          | if (event.a) { ¦no("no"); no("again"); }       | denyAccess              | kinde.auth
					getEnvironmentVariable    | const f = ¦getEnvironmentVariable; f("A");     | getEnvironmentVariable  | kinde.env
					getLocalization           | ¦getLocalization("a");                         | getLocalization         | kinde.localization
					WorkflowTrigger           | void WorkflowTrigger.UserPreMFA; ¦kinde.auth?.denyAccess("a"); | kinde.auth | kinde.auth
					WorkflowTrigger           | void WorkflowTrigger.UserPreMFA; new ¦URL("https://a"); | URL              | url
					WorkflowTrigger           | void WorkflowTrigger.UserPreMFA; ¦util.format("a");     | util             | util
					""")
	void aBindingThatIsMissingIsNamed(String imports, String body, String what, String binding) {
		assertThat(warnings(source(imports, "user:post_authentication", "", body))).containsExactly(what
				+ " needs the binding \"" + binding
				+ "\", which is not declared / Declare it in workflowSettings.bindings, or the code fails when it gets there: \""
				+ binding + "\": {}");
	}

	@Test
	void aBindingThatTheTriggerDoesNotHaveIsNamed() {
		assertThat(
				warnings(source("setEnforcementPolicy", "m2m:token_generation", "", "¦setEnforcementPolicy('skip');")))
			.containsExactly(
					"setEnforcementPolicy needs the binding \"kinde.mfa\", which \"m2m:token_generation\" does not have"
							+ " / Remove it: the code fails when it gets there.");
	}

	@Test
	void eachFileIsLookedAtAndNamed() {
		LiveEngine.Deployment deployment = TestWorkflow.deploy(ENGINE, TestWorkflow.project(TestWorkflow.FILE, """
				import { refuse } from "./refuse";
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
				export default () => refuse();
				""", "kindeSrc/environment/workflows/refuse.ts", """
				import { denyAccess } from "@kinde/infrastructure";
				type Reason = string;

				export const refuse = (reason: Reason = "no") => denyAccess(reason);
				"""));
		assertThat(deployment.warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.location())
				.isEqualTo(new SourceLocation("kindeSrc/environment/workflows/refuse.ts", 4, 50));
			assertThat(warning.sourceLine()).startsWith("export const refuse");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					await ¦createKindeAPI(event);       | 'createKindeAPI' is not defined / Import it: import { createKindeAPI } from "@kinde/infrastructure";
					await ¦fetch("https://a");          | fetch needs the binding "kinde.fetch", which is not declared / Declare it in workflowSettings.bindings, or the code fails when it gets there: "kinde.fetch": {}
					const p = ¦MFAPolicy.Required;      | 'MFAPolicy' is not defined / It is a type; write "required" or "skip".
					const a = ¦require("x");             | 'require' is not defined / A workflow is an ES module. Write: import name from "…"; or import { name } from "…";
					¦exports.y = 1;                     | 'exports' is not defined / A workflow is an ES module. Write: export const name = …;
					const g = ¦global;                  | 'global' is not defined / Write globalThis.
					const v = ¦eval("1 + 1");            | eval makes code from text, which a workflow cannot do / Write the code itself; it fails when it gets there.
					const f = new ¦Function("return 1"); | Function makes code from text, which a workflow cannot do / Write the code itself; it fails when it gets there.
					const f = ¦Function("return 1");     | Function makes code from text, which a workflow cannot do / Write the code itself; it fails when it gets there.
					return { ¦context };                | 'context' is not defined / Declare or import it, or correct the name; the code fails when it gets there.
					""")
	void aNameThatNothingDeclaresIsNamed(String body, String warning) {
		assertThat(warnings("""
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
				export default async (event: any) => { %s };
				""".formatted(body))).containsExactly(warning);
	}

	@ParameterizedTest
	@ValueSource(strings = { "if (typeof process !== 'undefined') console.log(process.env);",
			"function f() { return arguments.length; } f(); undefined;",
			"outer: for (const a of [1]) { for (const b of [2]) { if (a < b) continue outer; break outer; } }",
			"const { a, b: { c = 1 } = {}, ...rest } = event; console.log(a, c, rest, { a, none: 1 }.none);",
			"class A { #x = 1; static y = 2; get() { return this.#x + A.y; } } new A().get();",
			"try { null!.x; } catch (error) { console.log(error instanceof TypeError, Symbol.iterator, NaN, Infinity); }",
			"setTimeout(() => {}, 1); structuredClone(new Map()); crypto.randomUUID(); new Headers(); atob('');",
			"type Odd = Missing; let odd: Odd | undefined; interface Missing { a: string } console.log(odd);",
			"console.log(event instanceof Function, Function.prototype.name);",
			"const run = function self(): void { if (event.none) self(); }; run(); enum Own { A } console.log(Own.A);",
			"kinde.cache.jwtToken('x', {}).catch(() => {}); (globalThis as any).whatever; event.context.window;" })
	void whatIsThereIsNoReasonToWarn(String body) {
		assertThat(warnings("""
				declare const kinde: any;
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
				export default async (event: any) => { %s };
				""".formatted(body))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			id: "x", binding: ¦{ url: {} }                                 | binding        | bindings
			id: "x", failurepolicy: ¦{ action: "continue" }, bindings: {}  | failurepolicy  | failurePolicy
			""")
	void aMisspeltSettingIsNamed(String settings, String member, String meant) {
		assertThat(warnings("""
				export const workflowSettings = { trigger: "m2m:token_generation", %s };
				export default async () => {};
				""".formatted(settings))).containsExactly(
				"workflowSettings has no member '" + member + "', which is ignored / Did you mean '" + meant + "'?");
	}

	@Test
	void aSettingOfSomebodyElsesIsNoReasonToWarn() {
		assertThat(warnings("""
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation", owner: "us", bindings: {},
				  description: "says" };
				export default async () => {};
				""")).isEmpty();
	}

	@Test
	void aTypeThatTheLibraryDoesNotExportIsNamed() {
		assertThat(warnings("""
				import { ¦onPlanSelectionEvent, type WorkflowSettings, onPlanCancellationRequest, denyPlanSelection,
				  type ¦Zzzzzzzzzzzzzzz } from "@kinde/infrastructure";
				export const workflowSettings: WorkflowSettings = { id: "x", trigger: "user:plan_selection",
				  bindings: { "kinde.plan": {} } };
				export default async (event: onPlanSelectionEvent | onPlanCancellationRequest | Zzzzzzzzzzzzzzz) => {
				  denyPlanSelection("no");
				};
				""")).containsExactly(
				"@kinde/infrastructure exports no 'onPlanSelectionEvent' / Did you mean 'onPlanSelection'?",
				"@kinde/infrastructure exports no 'Zzzzzzzzzzzzzzz' / It is ignored, since no code uses it as a value; correct the name, or remove it.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "denyAccess", "createKindeAPI", "createKindeAPI, denyAccess as deny",
			"WorkflowTrigger, type onUserPreMFA", "fetch, getM2MToken, secureFetch" })
	void anImportOfTheLibraryThatNothingUsesIsNoReasonToWarn(String names) {
		assertThat(warnings("""
				import { %s } from "@kinde/infrastructure";
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
				export default async () => {};
				""".formatted(names))).isEmpty();
	}

	@Test
	void aMisspeltFunctionThatNothingUsesIsNamed() {
		assertThat(warnings("""
				import { ¦denyAcess } from "@kinde/infrastructure";
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
				export default async () => {};
				""")).containsExactly("@kinde/infrastructure exports no 'denyAcess' / Did you mean 'denyAccess'?");
	}

	@Test
	void aMisspeltFunctionIsKnownToFail() {
		assertThat(warnings(
				"""
						import * as kinde from "@kinde/infrastructure";
						export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
						export default async () => { ¦kinde.denyAcess("no"); ¦setEnforcmentPolicy("skip"); ¦kinde.denyAccess("no"); };
						"""))
			.containsExactly("@kinde/infrastructure exports no 'denyAcess' / Did you mean 'denyAccess'?",
					"'setEnforcmentPolicy' is not defined / Did you mean 'setEnforcementPolicy'? "
							+ "Import it: import { setEnforcementPolicy } from \"@kinde/infrastructure\";",
					"denyAccess needs the binding \"kinde.auth\", which is not declared"
							+ " / Declare it in workflowSettings.bindings, or the code fails when it gets there: \"kinde.auth\": {}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			¦denyAcess("no");                              | FAILING
			¦getLocalization("a");                         | FAILING
			void WorkflowTrigger.PostAuthentication; ¦kinde.mfa.setEnforcementPolicy("skip"); | FAILING
			void ¦WorkflowTrigger.PreMfa;                  | FAILING
			¦kinde.fetch("https://a");                     | WARNING
			""")
	void whatIsKnownToFailRejectsAProjectWhereWarningsAreToDoSo(String body, Problem.Severity severity)
			throws InvalidProjectException {
		MarkedSources sources = MarkedSources
			.of(source("getLocalization, WorkflowTrigger", "user:post_authentication", "url: {}", body));
		assertThat(ENGINE.deploy(sources.project()).warnings()).extracting(Problem::severity).containsExactly(severity);
		try (LiveEngine strict = new LiveEngine(WorkflowEngine.builder().warnings(WarningPolicy.REJECT).build())) {
			List<Problem> problems = List.of();
			try {
				strict.deploy(sources.project());
			}
			catch (InvalidProjectException ex) {
				problems = ex.problems();
			}
			assertThat(problems).extracting(Problem::location)
				.isEqualTo((severity == Problem.Severity.FAILING) ? sources.places() : List.of());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					kinde.env.¦gett("REGION");                       | kinde.env has no member 'gett' / Did you mean kinde.env.get?
					(kinde as any).env.¦gett("REGION");              | kinde.env has no member 'gett' / Did you mean kinde.env.get?
					kinde["env"]¦["gett"]("REGION");                 | kinde.env has no member 'gett' / Did you mean kinde.env.get?
					kinde.auth.¦denyAcces("no");                     | kinde.auth has no member 'denyAcces' / Did you mean kinde.auth.denyAccess?
					kinde.m2mToken.¦setCustomClaims({});             | kinde.m2mToken has no member 'setCustomClaims' / Did you mean kinde.m2mToken.setCustomClaim?
					kinde.cache.¦fetch("a");                         | kinde.cache has no member 'fetch' / Correct the name; the code fails when it gets there.
					¦console.table([1]);                             | console has no member 'table' / Correct the name; the code fails when it gets there.
					¦util.formt("a");                                | util has no member 'formt' / Did you mean util.format?
					await ¦kinde.secureFetc("https://a");            | kinde has no member 'secureFetc' / Did you mean kinde.secureFetch?
					const { env: { ¦gett } } = kinde;                | kinde.env has no member 'gett' / Did you mean kinde.env.get?
					let got; ({ ¦gett: got } = kinde.env);           | kinde.env has no member 'gett' / Did you mean kinde.env.get?
					const call = kinde.auth.¦denyAcces;              | kinde.auth has no member 'denyAcces' / Did you mean kinde.auth.denyAccess?
					const { ¦envv } = kinde;                         | kinde has no member 'envv' / Did you mean kinde.env?
					""")
	void aMemberThatABindingLacksIsNamed(String body, String warning) {
		assertThat(warnings(m2m(body))).containsExactly(warning);
	}

	private static String m2m(String body) {
		return """
				declare const kinde: any, util: any;
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation",
				  bindings: { "kinde.env": {}, "kinde.auth": {}, "kinde.m2mToken": {}, util: {} } };
				export default async (event: any) => { %s };
				""".formatted(body);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			const { ¦secureFetch } = kinde; await secureFetch("https://a"); | kinde.secureFetch
			await ¦kinde["secureFetch"]("https://a");                | kinde.secureFetch
			const { ¦secureFetch: post = 1 } = kinde;                | kinde.secureFetch
			const { ¦localization: { get } } = kinde;                | kinde.localization
			""")
	void aBindingThatIsTakenOutOfKindeIsNamed(String body, String binding) {
		assertThat(warnings(m2m(body))).containsExactly(binding + " needs the binding \"" + binding
				+ "\", which is not declared / Declare it in workflowSettings.bindings, or the code fails when it gets there: \""
				+ binding + "\": {}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "if (console.table) console.table([1]);", "console.table?.([1]);",
			"const log = console.trace || console.log; log('a');", "kinde.env.get.call(kinde.env, 'REGION');",
			"typeof kinde.other === 'function' && kinde.other();", "kinde.other?.run();", "kinde.env.toString();",
			"const { env: { get } } = kinde; get('REGION');", "const kinde: any = { own() {} }; kinde.own();" })
	void aMemberThatIsThereOrAskedForIsNoReasonToWarn(String body) {
		assertThat(warnings(m2m(body))).isEmpty();
	}

	@Test
	void aMemberThatWorkflowTriggerLacksIsNamed() {
		assertThat(warnings("""
				import { WorkflowTrigger } from "@kinde/infrastructure";
				export const workflowSettings = { id: "x", trigger: WorkflowTrigger.M2MTokenGeneration };
				export default (event: any) => event.context.workflow.trigger === ¦WorkflowTrigger.UserPlanSelection;
				""")).containsExactly(
				"WorkflowTrigger has no member 'UserPlanSelection' / Did you mean WorkflowTrigger.PlanSelection?");
	}

}
