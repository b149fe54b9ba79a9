import { event, expect, test, workflow } from "@claimflow/test";

test("the staff is told from customers", async () => {
  const staff = event("user:tokens_generation", { "context.user.id": "staff-ada" });
  expect(await workflow("user-tokens").run(staff)).toSetClaim("team", "staff");
  expect(await workflow("user-tokens").run()).toSetClaim("team", "customers");
});
