import { event, expect, test, workflow } from "@claimflow/test";

test("the enterprise plan begins with a call", async () => {
  const enterprise = event("user:plan_selection", { "context.billing.requestedPlanCode": "enterprise" });
  expect(await workflow("plan-selection").run(enterprise)).toDeny(/call/);
  expect(await workflow("plan-selection").run()).not.toDeny();
});
