import { event, expect, test, workflow } from "@claimflow/test";

test("only the office needs no second factor", async () => {
  const office = event("user:pre_mfa", { "request.ip": "192.0.2.7" });
  expect(await workflow("pre-mfa").run(office)).toSetMfaPolicy("skip");
  expect(await workflow("pre-mfa").run()).toRequireMfa();
});
