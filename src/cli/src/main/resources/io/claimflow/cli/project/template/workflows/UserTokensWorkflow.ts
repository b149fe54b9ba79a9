import { accessTokenCustomClaims, type onUserTokenGeneratedEvent, type WorkflowSettings } from "@kinde/infrastructure";

export const workflowSettings: WorkflowSettings = {
  id: "user-tokens",
  trigger: "user:tokens_generation",
  bindings: { "kinde.accessToken": {} },
};

/** Says in the access token which team the user is in. */
export default async function (event: onUserTokenGeneratedEvent) {
  const token = accessTokenCustomClaims<{ team?: string }>();
  token.team = event.context.user.id.startsWith("staff-") ? "staff" : "customers";
}
