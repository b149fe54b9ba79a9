import { event, expect, test, workflow } from "@claimflow/test";

test("a program that is no browser is refused", async () => {
  const program = event("user:post_authentication", { "request.userAgent": "curl/8.5.0" });
  expect(await workflow("post-authentication").run(program)).toDeny(/browser/);
  expect(await workflow("post-authentication").run()).not.toDeny();
});
