package io.claimflow.claims;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Warning;
import io.claimflow.engine.TestWorkflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimEditingTests {

	@Test
	void claimsAreAddedByEveryWayOfWriting() {
		Outcome outcome = TestWorkflow.run("""
				kinde.m2mToken.setCustomClaim("direct", 1);
				const token = m2mTokenClaims<any>();
				token.assigned = 2;
				Object.assign(token, { merged: 3, also: 4 });
				kinde.m2mToken.getCustomClaims().live = 5;
				""");
		assertThat(TestWorkflow.set(outcome))
			.isEqualTo(Map.of("direct", 1, "assigned", 2, "merged", 3, "also", 4, "live", 5));
		assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(outcome.warnings()).isEmpty();
	}

	@Test
	void claimsAreRemovedByDeleteAndByUndefined() {
		Map<String, Object> before = Map.of("sub", "1", "a", 1, "b", 2, "c", 3, "d", 4);
		Outcome outcome = TestWorkflow.run("""
				const token = m2mTokenClaims<any>();
				delete token.a;
				token.b = undefined;
				kinde.m2mToken.setCustomClaim("c", undefined);
				delete kinde.m2mToken.getCustomClaims().d;
				""", before);
		assertThat(TestWorkflow.removed(outcome)).containsExactlyInAnyOrder("a", "b", "c", "d");
		assertThat(TestWorkflow.set(outcome)).isEmpty();
	}

	@Test
	void aClaimIsRetyped() {
		Outcome outcome = TestWorkflow.run("m2mTokenClaims<any>().roles = m2mTokenClaims<any>().roles.join(' ');",
				Map.of("roles", List.of("admin", "staff")));
		assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("roles", "admin staff"));
	}

	@Test
	void mutatingWhatGetCustomClaimsGaveCounts() {
		Outcome outcome = TestWorkflow.run("""
				const claims = kinde.m2mToken.getCustomClaims();
				claims.profile.tags.push("new");
				claims.list.length = 0;
				""", Map.of("profile", Map.of("tags", List.of("old")), "list", List.of(1), "left", List.of(1)));
		assertThat(TestWorkflow.set(outcome))
			.isEqualTo(Map.of("profile", Map.of("tags", List.of("old", "new")), "list", List.of()));
	}

	@Test
	void mutatingAValueAfterItWasSetCounts() {
		Outcome outcome = TestWorkflow.run("""
				const roles = ["a"];
				m2mTokenClaims<any>().roles = roles;
				roles.push("b");
				""");
		assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("roles", List.of("a", "b")));
	}

	@Test
	void whatWasSetBeforeTheFirstLookIsThereToSee() {
		Outcome outcome = TestWorkflow.run("""
				kinde.m2mToken.setCustomClaim("new", { n: 1 });
				kinde.m2mToken.setCustomClaim("old", "changed");
				kinde.m2mToken.setCustomClaim("again", 1);
				const claims = kinde.m2mToken.getCustomClaims();
				console.log(claims.new.n, claims.old, claims.kept, claims.sub);
				claims.new.n++;
				delete claims.again;
				kinde.m2mToken.setCustomClaim("last", claims.new.n);
				""", Map.of("sub", "1", "old", "as it was", "kept", "as it is"));
		assertThat(outcome.log()).extracting((line) -> line.message()).containsExactly("1 changed as it is 1");
		assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("new", Map.of("n", 2), "old", "changed", "last", 2));
		assertThat(TestWorkflow.removed(outcome)).isEmpty();
	}

	@Test
	void aClaimThatIsRemovedAndSetAgainIsThere() {
		Outcome outcome = TestWorkflow.run("""
				kinde.m2mToken.setCustomClaim("a", undefined);
				kinde.m2mToken.setCustomClaim("a", 2);
				kinde.m2mToken.setCustomClaim("b", 1);
				kinde.m2mToken.setCustomClaim("b", undefined);
				""", Map.of("a", 1, "c", 3));
		assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("a", 2));
		assertThat(TestWorkflow.removed(outcome)).isEmpty();
	}

	@Test
	void aClaimIsReadOnceHoweverOftenItsGetterAnswers() {
		Outcome outcome = TestWorkflow.run("""
				const claims = kinde.m2mToken.getCustomClaims();
				const answers = (...values) => ({ get: () => values.shift(), enumerable: true });
				Object.defineProperty(claims, "a", answers("first", undefined));
				Object.defineProperty(claims, "b", answers(undefined, "late", "later"));
				""", Map.of("a", 1, "b", 2));
		assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("a", "first"));
		assertThat(TestWorkflow.removed(outcome)).containsExactly("b");
	}

	@Test
	void theWorkflowSeesThePresentClaims() {
		Outcome outcome = TestWorkflow.run("""
				const { sub, scope, missing } = m2mTokenClaims<any>();
				console.log(sub, scope.join(), missing, "sub" in m2mTokenClaims<any>());
				""");
		assertThat(outcome.log()).singleElement()
			.extracting((line) -> line.message())
			.isEqualTo("machine read,write undefined true");
	}

	/** The claims of the package are a proxy, and nobody should notice. */
	@ParameterizedTest
	@ValueSource(strings = { "Object.keys(c)", "Reflect.ownKeys(c)", "[ 'a' in c, 'z' in c, 'toString' in c ]",
			"({ ...c })", "JSON.stringify(c)", "Object.getOwnPropertyDescriptors(c)", "String(c)",
			"c.hasOwnProperty('a')", "structuredClone(c)", "Object.isExtensible(c)", "Object.isFrozen(c)",
			"Object.isFrozen(Object.freeze(c))",
			"(() => { const names = []; for (const name in c) names.push(name); return names; })()",
			"[ Object.getPrototypeOf(c) === Object.prototype, c instanceof Object ]",
			"(() => { const made = Object.create(null); Object.setPrototypeOf(c, made); return [ Object.getPrototypeOf(c) === made, 'toString' in c ]; })()",
			"(() => { Object.seal(c); return [ Object.isSealed(c), Object.keys(c), Reflect.deleteProperty(Object(c.list), 0) ]; })()",
			"(() => { Object.preventExtensions(c); delete c.a; return [ Object.keys(c), Object.isExtensible(c), 'a' in c ]; })()",
			"(() => { Object.freeze(c); try { c.a = 2; return 'set'; } catch (error) { return [ error.name, c.a ]; } })()",
			"(() => { Object.freeze(c); try { c.z = 2; return 'set'; } catch (error) { return [ error.name, 'z' in c ]; } })()",
			"(() => { Object.freeze(c); try { delete c.a; return 'gone'; } catch (error) { return [ error.name, c.a ]; } })()",
			"(() => { Object.defineProperty(c, 'a', { value: 5, configurable: false, writable: false }); return [ c.a, Object.getOwnPropertyDescriptor(c, 'a') ]; })()",
			"(() => { Object.defineProperty(c, 'a', { value: 5, configurable: false }); try { delete c.a; return 'gone'; } catch (error) { return error.name; } })()",
			"(() => { const s = Symbol(); c[s] = 1; const had = c[s]; delete c[s]; return [ had, s in c ]; })()",
			"(() => { const child = Object.create(c); return [ child.a, 'a' in child, Object.keys(child) ]; })()",
			"(() => { c.list.push(9); c.z = c.list; return [ c.z === c.list, c ]; })()" })
	void theClaimsOfThePackageBehaveAsAPlainObjectDoes(String expression) {
		Outcome outcome = TestWorkflow.run("""
				const look = (c: any) => %s;
				console.log("%%o", look({ a: 1, list: ["x"], text: "t" }));
				console.log("%%o", look(m2mTokenClaims<any>()));
				""".formatted(expression), new TreeMap<>(Map.of("a", 1, "list", List.of("x"), "text", "t")));
		assertThat(outcome.status()).as("%s", outcome).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(outcome.log()).hasSize(2);
		assertThat(outcome.log().get(1).message()).isEqualTo(outcome.log().get(0).message());
	}

	@Test
	void accessAndIdTokenAreEditedOnTheirOwn() {
		String source = """
				import { accessTokenCustomClaims, idTokenCustomClaims } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "user", trigger: "user:tokens_generation",
				  bindings: { "kinde.accessToken": {}, "kinde.idToken": {} },
				};
				export default async function () {
				  accessTokenCustomClaims<any>().where = "access";
				  idTokenCustomClaims<any>().where = "id";
				  delete idTokenCustomClaims<any>().email;
				}
				""";
		Claims before = Claims.of(TokenType.ACCESS_TOKEN, Map.of("email", "x"))
			.and(TokenType.ID_TOKEN, Map.of("email", "x"));
		assertThat(TestWorkflow.runSource(source, before).effects()).containsExactly(
				new Effect.SetClaim(TokenType.ACCESS_TOKEN, "where", "access"),
				new Effect.RemoveClaim(TokenType.ID_TOKEN, "email"),
				new Effect.SetClaim(TokenType.ID_TOKEN, "where", "id"));
	}

	@Test
	void aTokenThatIsNotIssuedTakesNoClaims() {
		String source = """
				export const workflowSettings = {
				  id: "user", trigger: "user:tokens_generation",
				  bindings: { "kinde.accessToken": {}, "kinde.idToken": {} },
				};
				export default async function () {
				  kinde.idToken.setCustomClaim("a", 1);
				  kinde.accessToken.setCustomClaim("a", 1);
				}
				""";
		assertThat(TestWorkflow.runSource(source, Claims.of(TokenType.ACCESS_TOKEN, Map.of())).effects())
			.containsExactly(new Effect.SetClaim(TokenType.ACCESS_TOKEN, "a", 1));
	}

	@Test
	void resetClaimsStartsFromTheServersOwn() {
		String source = """
				export const workflowSettings = {
				  id: "m2m", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": { resetClaims: true } },
				};
				export default async function () {
				  console.log(Object.keys(kinde.m2mToken.getCustomClaims()).sort().join());
				  kinde.m2mToken.setCustomClaim("kept", true);
				}
				""";
		Outcome outcome = TestWorkflow.runSource(source,
				Claims.of(TokenType.M2M_TOKEN, Map.of("sub", "1", "scope", "a", "kept", false, "dropped", 1)));
		assertThat(outcome.log().get(0).message()).isEqualTo("scope,sub");
		assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("kept", true));
		assertThat(TestWorkflow.removed(outcome)).containsExactly("dropped");
	}

	@ParameterizedTest
	@ValueSource(strings = { "kinde.m2mToken.setCustomClaim('sub', 'evil')", "m2mTokenClaims<any>().sub = 'evil'",
			"delete m2mTokenClaims<any>().sub", "m2mTokenClaims<any>().sub = undefined",
			"Object.defineProperty(kinde.m2mToken.getCustomClaims(), 'sub', { get: () => 'evil', enumerable: true })",
			"Object.defineProperty(kinde.m2mToken.getCustomClaims(), 'sub', { value: 'machine', enumerable: false })",
			"Object.assign(m2mTokenClaims<any>(), { 'sub': { toJSON: () => 'evil' } })",
			"kinde.m2mToken.getCustomClaims().sub = new Proxy({}, { get: () => () => 'evil' })",
			"kinde.m2mToken.setCustomClaim('SUB', 'evil')", "kinde.m2mToken.setCustomClaim('sub\\0', 'evil')",
			"kinde.m2mToken.setCustomClaim('__proto__', { sub: 'evil' })",
			"Object.defineProperty(m2mTokenClaims<any>(), '__proto__', { value: { sub: 'evil' }, enumerable: true, configurable: true, writable: true })",
			"let n = 0; const o = { toString: () => 'evil' }; kinde.m2mToken.getCustomClaims().sub = { get toJSON() { return n++ ? undefined : () => 'evil'; } }" })
	void noTrickChangesAProtectedClaim(String trick) {
		Outcome outcome = TestWorkflow.run(trick + "; kinde.m2mToken.getCustomClaims().fine = 1;");
		assertThat(outcome.failure()).isEmpty();
		assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("fine", 1));
		assertThat(TestWorkflow.removed(outcome)).isEmpty();
		assertThat(outcome.warnings()).singleElement()
			.extracting(Warning::kind)
			.isEqualTo(Warning.Kind.PROTECTED_CLAIM);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Object.prototype.sub = 'evil'",
			"Object.setPrototypeOf(kinde.m2mToken.getCustomClaims(), { sub: 'evil', extra: 1 })",
			"kinde.m2mToken.getCustomClaims().__proto__ = { sub: 'evil' }",
			"kinde.m2mToken.getCustomClaims()[Symbol('sub')] = 'evil'",
			"Object.keys = () => ['sub']; JSON.stringify = () => '{\"kinde.m2mToken\":{\"sub\":\"evil\"}}'",
			"Object.prototype.toString = () => '[object Date]'; Date.prototype.toISOString = () => 'evil'",
			"kinde.m2mToken.getCustomClaims = () => ({ sub: 'evil' }); kinde.m2mToken = { getCustomClaims: () => ({ sub: 'evil' }) }",
			"globalThis.kinde = { m2mToken: {} }",
			"kinde.m2mToken.getCustomClaims().constructor.prototype.sub = 'evil'" })
	void whatIsNoClaimOfTheTokenHasNoEffect(String trick) {
		Outcome outcome = TestWorkflow.run("const claims = kinde.m2mToken.getCustomClaims(); " + trick + ";");
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.effects()).isEmpty();
	}

}
