// Tests that have to pass the types, and lines that they have to refuse.
import { afterEach, beforeEach, describe, event, expect, it, test, workflow } from "@claimflow/test";
import type { Run, RunOptions, Stub } from "@claimflow/test";

beforeEach(() => {});
afterEach(async () => {});

describe("plans", () => {
  test("of a machine", async () => {
    const run = await workflow("machine-token").run(
      event("m2m:token_generation", { context: { application: { clientId: "reports" } } }),
      { env: { PLAN: "pro" }, fetch: { "GET https://crm.example/plans/reports": { json: { seats: 3 } } } });
    expect(run).toSetClaim("plan", { name: "pro", seats: expect.any(Number) });
    expect(run.accessToken).toMatchObject({ scope: "read" });
    expect(run).not.toDeny();
    expect(run).toMatchSnapshot("at first");
    const level: "debug" | "info" | "warn" | "error" = run.log[0].level;
    expect(level).toBe("info");
  }, 1000);

  it.skip("of nobody", () => {});
  test.only.each([{ plan: "pro" }, { plan: "free" }])("of $plan", async ({ plan }) => expect(plan.length).toBeGreaterThan(1));
  test.each([["a", 1], ["b", 2]])("%s", (name, number) => expect(name.repeat(number)).toHaveLength(number));
});

const signIn = event("user:pre_mfa", { "context.user.id": "ada", context: { mfa: { policy: "off" } } });
const factors: string[] = signIn.context.mfa.enabledFactors;
const options: RunOptions = {
  secrets: { KEY: "k" },
  claims: { idToken: { name: "Ada" } },
  now: new Date(),
  seed: 1,
  fetch: { "*": async (call) => ({ status: call.method === "GET" ? 200 : 405, json: call.json }), "POST /a": { fail: "timeout" } },
};

export async function refused(run: Run, stub: Stub) {
  // @ts-expect-error a trigger that there is not
  event("user:nothing");
  // @ts-expect-error a field that is misspelled
  event("m2m:token_generation", { context: { aplication: { clientId: "x" } } });
  // @ts-expect-error a value of another type
  event("user:tokens_generation", { context: { user: { id: 1 } } });
  // @ts-expect-error a path that leads nowhere
  event("user:tokens_generation", { "user.id": "1" });
  // @ts-expect-error an option that there is not
  await workflow("a").run(undefined, { fetsch: {} });
  // @ts-expect-error a failure that there is not
  expect(run).toFailWith("NOTHING");
  // @ts-expect-error a matcher that is misspelled
  expect(run).toSetClaims("plan");
  // @ts-expect-error a stub that both answers and fails
  stub = { json: 1, fail: "timeout" };
  await expect(Promise.resolve(run)).resolves.toSatisfy((value: Run) => value.allowed);
  return [stub, factors, options, run.claims.idToken?.after.name];
}
