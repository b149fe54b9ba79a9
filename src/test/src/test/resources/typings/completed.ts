import { test, expect, workflow, event } from "@claimflow/test";
import { m2mTokenClaims } from "@kinde/infrastructure";
import type { WorkflowSettings, onM2MTokenGeneratedEvent } from "@kinde/infrastructure";

// An editor is asked what it would offer in place of each comment.

export const settings: WorkflowSettings = {
  id: "x",
  trigger: "/*trigger*/",
  bindings: { "/*binding*/": {} },
  /*setting*/
};

export default async function (given: onM2MTokenGeneratedEvent) {
  given.context./*event*/;
  const claims = m2mTokenClaims<{ plan: string }>();
  claims./*claims*/;
  kinde./*global*/;
}

test("completions", async () => {
  const run = await workflow("x").run(
    event("m2m:token_generation", { context: { application: { /*overrides*/ } } }),
    { /*option*/ });
  run./*run*/;
  expect(run)./*matcher*/;
  expect(run).toFailWith("/*kind*/");
});
