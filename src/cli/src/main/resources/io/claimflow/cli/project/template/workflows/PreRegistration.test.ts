import { event, expect, test, workflow } from "@claimflow/test";

test("an address that does not last is refused", async () => {
  const disposable = event("user:pre_registration", { "context.user.email": "bob@disposable.example" });
  expect(await workflow("pre-registration").run(disposable)).toDeny(/does not last/);
  expect(await workflow("pre-registration").run()).not.toDeny();
});
