import { fetch, getEnvironmentVariable, m2mTokenClaims } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "machine-token",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.fetch": {}, url: {} },
};

export default async function (event: any) {
  const { clientId } = event.context.application;
  const { data } = await fetch<any>(`https://crm.example/plans/${clientId}`, { method: "GET", headers: {} });
  m2mTokenClaims<any>().plan = { name: getEnvironmentVariable("PLAN")?.value, seats: data.seats };
}
