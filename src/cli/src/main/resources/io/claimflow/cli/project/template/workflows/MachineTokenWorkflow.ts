import { m2mTokenClaims, type onM2MTokenGeneratedEvent, type WorkflowSettings } from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "machine-token",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {} },
};

/** Tells an API what a machine may do. */
export default async function (event: onM2MTokenGeneratedEvent) {
  const token = m2mTokenClaims<{ plan?: { name: string; seats: number } }>();
  token.plan = { name: "pro", seats: 25 };
  console.info(`A token for ${event.context.application.clientId}`);
}
