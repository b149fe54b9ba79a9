import { event, expect, test, workflow } from "@claimflow/test";

test.each(["ada@disposable.example", "bob@disposable.example"])("%s is refused", async (email) => {
  const run = await workflow("sign-up").run(event("user:pre_registration", { context: { user: { email } } }));
  expect(run).toDeny("Use a lasting address");
});

test("others may sign up", async () => {
  const run = await workflow("sign-up").run();
  expect(run).toComplete();
  expect(run).toLog("sign-up at example.com");
});
