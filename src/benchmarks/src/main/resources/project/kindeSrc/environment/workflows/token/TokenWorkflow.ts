import { m2mTokenClaims } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "token",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {} },
};

export default async function (event: any) {
  const token = m2mTokenClaims<any>();
  token.client = event.context.application.clientId;
  token.plan = { name: "pro", seats: 25 };
  token.audiences = event.request.auth.audience;
}
