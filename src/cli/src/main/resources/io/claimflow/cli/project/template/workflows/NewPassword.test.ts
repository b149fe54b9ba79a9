import { event, expect, test, workflow } from "@claimflow/test";

test("a short password is refused", async () => {
  const short = event("user:new_password_provided", { "context.auth.firstPassword": "short" });
  expect(await workflow("new-password").run(short)).toInvalidateField("p_first_password", /at least 12/);
  expect((await workflow("new-password").run()).allowed).toBe(true);
});
