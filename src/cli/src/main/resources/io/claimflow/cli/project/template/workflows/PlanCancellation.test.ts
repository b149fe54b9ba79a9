import { event, expect, test, workflow } from "@claimflow/test";

test("a team plan does not end at once", async () => {
  expect(await workflow("plan-cancellation").run()).toDeny(/Others share/);
  const pro = event("user:plan_cancellation_request", { "context.billing.currentPlanCode": "pro" });
  expect(await workflow("plan-cancellation").run(pro)).not.toDeny();
});
