import { event, expect, test, workflow } from "@claimflow/test";

test("a machine gets its plan", async () => {
  const run = await workflow("machine-token").run(
    event("m2m:token_generation", { context: { application: { clientId: "reports" } } }),
  );
  expect(run).toSetClaim("plan", { name: "pro", seats: 25 });
  expect(run).toLog("A token for reports");
});
