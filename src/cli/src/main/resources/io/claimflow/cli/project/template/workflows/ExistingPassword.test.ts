import { event, expect, test, workflow } from "@claimflow/test";

test("people of the company that has moved are sent away", async () => {
  const moved = event("user:existing_password_provided", { "context.auth.providedEmail": "bob@moved.example" });
  expect(await workflow("existing-password").run(moved)).toInvalidateField("p_password", /identity provider/);
  expect((await workflow("existing-password").run()).allowed).toBe(true);
});
