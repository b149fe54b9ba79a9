import { event, expect, test, workflow } from "@claimflow/test";

test("nobody poses as the staff", async () => {
  const staff = event("user:new_username_provided", { "context.auth.suppliedUsername": "Support team" });
  expect(await workflow("new-username").run(staff)).toInvalidateField("p_username");
  expect((await workflow("new-username").run()).allowed).toBe(true);
});
