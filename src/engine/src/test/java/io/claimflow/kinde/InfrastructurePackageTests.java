package io.claimflow.kinde;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.claimflow.Claims;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.project.Project;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * What workflows import from {@code @kinde/infrastructure}: the built-in module, or the
 * copy that the project has installed.
 */
class InfrastructurePackageTests {

	private static final LiveEngine ENGINE = TestWorkflow
		.engine(Limits.builder().deadline(Duration.ofSeconds(20)).build());

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	/** Where the package comes from. */
	enum Copy {

		BUILT_IN,

		/**
		 * Shaped like the published package: a proxy whose traps use the bindings, and no
		 * trap for {@code delete}.
		 */
		INSTALLED;

		private static final String FOLDER = "node_modules/@kinde/infrastructure/";

		private Map<String, String> files() {
			return (this == BUILT_IN) ? Map.of() : Map.of(FOLDER + "package.json", """
					{ "name": "@kinde/infrastructure", "version": "0.0.1", "type": "module",
					  "module": "dist/infrastructure.js", "main": "dist/infrastructure.cjs" }
					""", FOLDER + "dist/infrastructure.cjs",
					"Object.defineProperty(exports, Symbol.toStringTag, { value: \"Module\" });",
					FOLDER + "dist/infrastructure.js",
					"""
							var t = /* @__PURE__ */ ((e) => (e.M2MTokenGeneration = "m2m:token_generation", e))(t || {});
							const v = "0.0.1", V = v, h = {
							  get(e, n, r) {
							    return Reflect.get(e, n.toString(), r);
							  },
							  set(e, n, r) {
							    return kinde.m2mToken.setCustomClaim(n, r), Reflect.set(e, n, r);
							  }
							};
							function m() {
							  if (!kinde.m2mToken)
							    throw new Error(
							      "m2mToken binding not available, please add to workflow/page settings to enable"
							    );
							  const e = kinde.m2mToken.getCustomClaims();
							  return new Proxy(
							    e,
							    h
							  );
							}
							export {
							  t as WorkflowTrigger,
							  m as m2mTokenClaims,
							  V as version
							};
							""");
		}

		private Outcome run(String body) {
			Map<String, String> files = new LinkedHashMap<>(files());
			files.put(TestWorkflow.FILE, """
					import { WorkflowTrigger, m2mTokenClaims, version } from "@kinde/infrastructure";
					export const workflowSettings = {
					  id: "test", trigger: WorkflowTrigger.M2MTokenGeneration, bindings: { "kinde.m2mToken": {} },
					};
					export default async function run() {
					  const token = m2mTokenClaims<any>();
					""" + body + "\n}");
			Project project = TestWorkflow.project(files.entrySet()
				.stream()
				.flatMap((file) -> Stream.of(file.getKey(), file.getValue()))
				.toArray(String[]::new));
			TestWorkflow.deploy(ENGINE, project);
			Outcome outcome = ENGINE.run(ENGINE.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
					TestWorkflow.event(), Claims.of(TokenType.M2M_TOKEN,
							Map.of("sub", "machine", "list", List.of("read"), "nested", Map.of("a", 1), "old", 1)));
			assertThat(outcome.failure()).isEmpty();
			return outcome;
		}

	}

	@ParameterizedTest
	@EnumSource
	void aCopyOfTheProjectWins(Copy copy) {
		assertThat(copy.run("console.log(version);").log()).extracting(LogLine::message)
			.containsExactly((copy == Copy.BUILT_IN) ? "0.11.1" : "0.0.1");
	}

	@Test
	void aCopyThatIsTooOldIsRefusedWithWhatToDo() {
		Map<String, String> files = new LinkedHashMap<>(Copy.INSTALLED.files());
		files.put(TestWorkflow.FILE,
				"""
						import { denyPlanSelection } from "@kinde/infrastructure";
						export const workflowSettings = { id: "x", trigger: "user:plan_selection", bindings: { "kinde.plan": {} } };
						export default async () => denyPlanSelection("no");
						""");
		Project project = TestWorkflow.project(files.entrySet()
			.stream()
			.flatMap((file) -> Stream.of(file.getKey(), file.getValue()))
			.toArray(String[]::new));
		assertThat(TestWorkflow.problems(ENGINE, project)).singleElement().satisfies((problem) -> {
			assertThat(problem.message())
				.isEqualTo("No matching export: '@kinde/infrastructure' does not export 'denyPlanSelection'");
			assertThat(problem.action()).contains("npm install @kinde/infrastructure@latest", "or remove the copy");
		});
	}

	@ParameterizedTest
	@EnumSource
	void claimsAreReadSetMergedAndChangedInside(Copy copy) {
		Outcome outcome = copy.run("""
				token.set = token.sub;
				token["with space"] = [...token.list, "write"];
				Object.assign(token, { merged: { deep: [1] }, old: null });
				token.merged.deep.push(2);
				token.nested.a++;
				token.list.push("inside");
				""");
		assertThat(TestWorkflow.set(outcome)).containsOnly(entry("set", "machine"),
				entry("with space", List.of("read", "write")), entry("merged", Map.of("deep", List.of(1, 2))),
				entry("nested", Map.of("a", 2)), entry("list", List.of("read", "inside")), entry("old", null));
		assertThat(TestWorkflow.removed(outcome)).isEmpty();
		assertThat(outcome.warnings()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "BUILT_IN, delete token.old", "INSTALLED, delete token.old", "BUILT_IN, token.old = undefined",
			"INSTALLED, token.old = undefined", "BUILT_IN, 'Object.assign(token, { old: undefined })'",
			"INSTALLED, 'Object.assign(token, { old: undefined })'",
			"BUILT_IN, 'Reflect.deleteProperty(token, \"old\")'", "INSTALLED, 'Reflect.deleteProperty(token, \"old\")'",
			"BUILT_IN, 'token.old = 2; token.other = 1; delete token.old; delete token.other'",
			"INSTALLED, 'token.old = 2; token.other = 1; delete token.old; delete token.other'" })
	void claimsAreRemoved(Copy copy, String code) {
		Outcome outcome = copy.run(code + ";");
		assertThat(TestWorkflow.removed(outcome)).containsExactly("old");
		assertThat(TestWorkflow.set(outcome)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void claimsCanBeListedSpreadAndTested(Copy copy) {
		assertThat(copy.run("""
				token.added = 1;
				delete token.nested;
				console.log(Object.keys(token).sort().join(), "old" in token, "nested" in token, { ...token }.added,
				    JSON.stringify(token.list), token.missing === undefined);
				""").log()).extracting(LogLine::message)
			.containsExactly("added,list,old,sub true false 1 [\"read\"] true");
	}

	/**
	 * Runs in a workflow that declares no binding, or that makes up natives of its own.
	 */
	private static List<String> logged(String body) {
		Outcome outcome = TestWorkflow.runSource("""
				import * as infrastructure from "@kinde/infrastructure";
				export const workflowSettings = { id: "test", trigger: "m2m:token_generation" };
				export default async function run(event: any) {
				  const lib: any = infrastructure, global: any = globalThis;
				%s
				}
				""".formatted(body), Claims.none());
		assertThat(outcome.failure()).isEmpty();
		return outcome.log().stream().map(LogLine::message).toList();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					idTokenCustomClaims()           | IdToken binding not available, please add to workflow/page settings to enable
					accessTokenCustomClaims()       | accessToken binding not available, please add to workflow/page settings to enable
					m2mTokenClaims()                | m2mToken binding not available, please add to workflow/page settings to enable
					getEnvironmentVariable('A')     | env binding not available, please add to workflow/page settings to enable
					getLocalization('a')            | localization binding not available, please add to workflow/page settings to enable
					denyAccess('no')                | auth binding not available
					invalidateFormField('f', 'no')  | widget binding not available
					fetch('https://a', {})          | fetch binding not available
					fetch('https://a')              | fetch binding not available
					secureFetch('https://a', {})    | secureFetch binding not available
					setEnforcementPolicy('skip')    | mfa binding not available, please add to workflow settings to enable
					denyPlanSelection('no', ['a'])  | plan binding not available, please add to workflow/page settings to enable
					denyPlanCancellation('no')      | plan binding not available, please add to workflow/page settings to enable
					getM2MToken('t', { skipCache: true, domain: 'https://a', clientId: 'b' }) | getM2MToken: Missing required parameters
					getM2MToken('t', { skipCache: true, domain: 'https://a', clientId: 'b', clientSecret: 'c' }) | getM2MToken: Failed to obtain token - fetch binding not available
					createKindeAPI(event)           | M2M client ID not set
					""")
	void withoutItsBindingEachFunctionSaysSo(String call, String message) {
		String log = "try { await lib.%s; console.log('nothing'); } catch (e: any) { console.log(e.constructor === Error, e.message); }"
			.formatted(call);
		assertThat(logged(log)).containsExactly("true " + message);
		assertThat(logged("global.kinde = {};" + log)).containsExactly("true " + message);
	}

	@Test
	void withoutACacheAMachineTokenSaysSo() {
		assertThat(
				logged("""
						global.kinde = {};
						try { await lib.getM2MToken("t", {}); } catch (e: any) { console.log(e.constructor === Error, e.message); }
						"""))
			.containsExactly("true cache binding not available");
	}

	private static final String RECORDER = """
			const calls: string[] = [];
			const native = (name: string, result?: any) => (...args: any[]) => {
			  calls.push(name + JSON.stringify(args));
			  return result;
			};
			""";

	@Test
	void eachFunctionCallsItsNative() {
		assertThat(logged(
				RECORDER + """
						global.kinde = {
						  env: { get: native("env.get", { value: "v", isSecret: false }) },
						  localization: { get: native("localization.get", "text") },
						  auth: { denyAccess: native("auth.denyAccess") },
						  widget: { invalidateFormField: native("widget.invalidateFormField") },
						  mfa: { setEnforcementPolicy: native("mfa.setEnforcementPolicy") },
						  plan: { denySelection: native("plan.denySelection"), denyCancellation: native("plan.denyCancellation") },
						  fetch: native("fetch", { json: { a: 1 }, text: "t" }),
						  secureFetch: native("secureFetch", { json: { b: 2 } }),
						};
						console.log(JSON.stringify([lib.getEnvironmentVariable("KEY"), lib.getLocalization("key"), lib.denyAccess("no"),
						  lib.invalidateFormField("p_password", "bad"), lib.setEnforcementPolicy("skip"),
						  lib.denyPlanSelection("no", ["a"]), lib.denyPlanSelection("no"), lib.denyPlanCancellation("never"),
						  await lib.fetch("https://a", { method: "GET" }), await lib.fetch("https://a", { responseFormat: "text" }),
						  await lib.secureFetch("https://b", { method: "POST", body: { c: 3 } })]));
						calls.forEach((call) => console.log(call));
						"""))
			.containsExactly(
					"[{\"value\":\"v\",\"isSecret\":false},\"text\",null,null,null,null,null,null,"
							+ "{\"data\":{\"a\":1}},{\"data\":\"t\"},{\"data\":{\"b\":2}}]",
					"env.get[\"KEY\"]", "localization.get[\"key\"]", "auth.denyAccess[\"no\"]",
					"widget.invalidateFormField[\"p_password\",\"bad\"]", "mfa.setEnforcementPolicy[\"skip\"]",
					"plan.denySelection[\"no\",[\"a\"]]", "plan.denySelection[\"no\",null]",
					"plan.denyCancellation[\"never\"]", "fetch[\"https://a\",{\"method\":\"GET\"}]",
					"fetch[\"https://a\",{\"responseFormat\":\"text\"}]",
					"secureFetch[\"https://b\",{\"method\":\"POST\",\"body\":{\"c\":3}}]");
	}

	@ParameterizedTest
	@CsvSource({ "denyPlanSelection()", "denyPlanSelection('')", "denyPlanSelection(5)", "denyPlanCancellation()" })
	void aPlanIsDeniedWithAMessage(String call) {
		assertThat(logged(
				"global.kinde = { plan: {} }; try { lib." + call + "; } catch (e: any) { console.log(e.message); }"))
			.containsExactly("Invalid message provided");
	}

	@Test
	void aMachineTokenComesFromTheCacheOrTheTokenEndpoint() {
		assertThat(logged(
				RECORDER + """
						global.URLSearchParams = class { constructor(private p: any) {} toJSON() { return this.p; } };
						global.kinde = { fetch: native("fetch", { json: { access_token: "jwt" } }), cache: {
						  jwtToken(name: string, options: any) {
						    console.log(name, JSON.stringify(options));
						    return options.onMissingOrExpired();
						  } } };
						const options = { domain: "https://a", clientId: "b", clientSecret: "c", audience: ["d", "e"], scopes: ["f"],
						  headers: { x: "y" } };
						console.log(await lib.getM2MToken("name", options), await lib.getM2MToken("name", { ...options, skipCache: true }));
						console.log(new Set(calls).size, calls[0]);
						global.kinde.fetch = () => ({ json: {} });
						try { await lib.getM2MToken("name", options); } catch (e: any) { console.log(e.message, "/", e.cause.message); }
						"""))
			.containsExactly(
					"name {\"validation\":{\"key\":{\"type\":\"jwks\",\"jwks\":{\"url\":\"https://a/.well-known/jwks.json\"}}}}",
					"jwt jwt",
					"1 fetch[\"https://a/oauth2/token\",{\"method\":\"POST\",\"responseFormat\":\"json\",\"headers\":"
							+ "{\"content-type\":\"application/x-www-form-urlencoded\",\"accept\":\"application/json\",\"x\":\"y\"},"
							+ "\"body\":\"audience=d+e&grant_type=client_credentials&client_id=b&client_secret=c&scope=f\"}]",
					"name {\"validation\":{\"key\":{\"type\":\"jwks\",\"jwks\":{\"url\":\"https://a/.well-known/jwks.json\"}}}}",
					"getM2MToken: Failed to obtain token - getM2MToken: No access token returned / getM2MToken: No access token returned");
	}

	@Test
	void theManagementApiNeedsItsCredentials() {
		assertThat(logged("""
				global.URLSearchParams = class {};
				const vars: any = {};
				global.kinde = { env: { get: (key: string) => ({ value: vars[key], isSecret: false }) } };
				const say = async (options?: any) => {
				  try { await lib.createKindeAPI({ context: { domains: { kindeDomain: "https://a" } } }, options); }
				  catch (e: any) { console.log(e.message); }
				};
				await say();
				vars.KINDE_WF_M2M_CLIENT_ID = "id";
				await say();
				await say({ clientIdKey: "A", clientSecretKey: "B" });
				await say({ clientId: "id", clientSecret: "secret" });
				""")).containsExactly("M2M client ID not set", "M2M client secret not set", "M2M client ID not set",
				"cache binding not available");
	}

	@Test
	void theManagementApiCallsWithAToken() {
		assertThat(logged(
				RECORDER + """
						global.URLSearchParams = class { constructor(private p: any) {}
						  toString() { return Object.entries(this.p).map(([k, v]) => `${k}=${v}`).join("&"); } };
						global.kinde = { fetch: native("fetch", { json: { ok: 1 } }), cache: { jwtToken: async () => "jwt" } };
						const api = await lib.createKindeAPI({ context: { domains: { kindeDomain: "https://a" } } },
						  { clientId: "id", clientSecret: "secret" });
						console.log(JSON.stringify(await api.get({ endpoint: "user", params: { id: "kp" } })));
						await api.get({ endpoint: "user?a=b", params: { id: "kp" } });
						for (const method of ["post", "put", "patch", "delete"]) await api[method]({ endpoint: "x", params: { a: 1 } });
						calls.forEach((call) => console.log(call.replace(/"responseFormat.*"accept":"application.json"}/, "…")));
						"""))
			.containsExactly("{\"data\":{\"ok\":1}}", "fetch[\"https://a/api/v1/user?id=kp\",{\"method\":\"GET\",…}]",
					"fetch[\"https://a/api/v1/user?a=b&id=kp\",{\"method\":\"GET\",…}]",
					"fetch[\"https://a/api/v1/x\",{\"method\":\"POST\",…,\"body\":{\"a\":1}}]",
					"fetch[\"https://a/api/v1/x\",{\"method\":\"PUT\",…,\"body\":{\"a\":1}}]",
					"fetch[\"https://a/api/v1/x\",{\"method\":\"PATCH\",…,\"body\":{\"a\":1}}]",
					"fetch[\"https://a/api/v1/x\",{\"method\":\"DELETE\",…,\"body\":{\"a\":1}}]");
	}

	@Test
	void everyExportOfThePackageIsThere() {
		assertThat(logged("console.log(Object.keys(lib).sort().join(' '));")).containsExactly(String.join(" ",
				"PromptTypes", "Scopes", "WorkflowTrigger", "accessTokenCustomClaims", "createKindeAPI", "denyAccess",
				"denyPlanCancellation", "denyPlanSelection", "fetch", "getDarkModeLogoUrl", "getEnvironmentVariable",
				"getFallbackFaviconUrl", "getKindeCSRF", "getKindeLoginUrl", "getKindeNonce", "getKindeRegisterUrl",
				"getKindeRequiredCSS", "getKindeRequiredJS", "getKindeSignInUrl", "getKindeSignUpUrl",
				"getKindeSwitchJS", "getKindeThemeCode", "getKindeWidget", "getLocalization", "getLogoUrl",
				"getM2MToken", "getSVGFaviconUrl", "idTokenCustomClaims", "invalidateFormField", "m2mTokenClaims",
				"secureFetch", "setEnforcementPolicy", "setKindeDesignerCustomProperties", "version"));
	}

	@Test
	void theTriggersAreThoseOfTheEngine() {
		assertThat(logged("Object.values(lib.WorkflowTrigger).forEach((id) => console.log(id));"))
			.containsExactlyInAnyOrderElementsOf(Trigger.builtIn().stream().map(Trigger::id).toList());
	}

	@Test
	void functionsOfPagesAnswerWithPlaceholders() {
		assertThat(logged("""
				const names = Object.keys(lib).filter((name) => /^get(Kinde|Logo|Dark|SVG|Fallback)/.test(name));
				console.log(names.length, names.every((name) => /^@[0-9a-f]{32}@$/.test(lib[name]())));
				console.log(lib.setKindeDesignerCustomProperties({ baseLinkColor: "#fff", cardBorderRadius: "4px" }));
				for (const bad of [{ baseLinkColor: "red" }, { cardBorderRadius: "4" }]) {
				  try { lib.setKindeDesignerCustomProperties(bad); } catch (e: any) { console.log(e.message); }
				}
				console.log(JSON.stringify([lib.Scopes, lib.PromptTypes]));
				""")).containsExactly("15 true",
				"--kinde-designer-base-link-color: #fff;\n--kinde-designer-card-border-radius: 4px;",
				"Invalid color value provided", "Invalid border radius value provided",
				"[{\"email\":\"email\",\"profile\":\"profile\",\"openid\":\"openid\",\"offline_access\":\"offline\"},"
						+ "{\"none\":\"none\",\"create\":\"create\",\"login\":\"login\"}]");
	}

}
