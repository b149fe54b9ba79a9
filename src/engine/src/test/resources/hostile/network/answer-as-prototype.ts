// answers: one with keys that pollute prototypes
// ends: COMPLETED

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.fetch": {} },
};

import { fetch, getEnvironmentVariable, m2mTokenClaims } from "@kinde/infrastructure";

export default async function () {
  const { data } = await fetch<any>(getEnvironmentVariable("PARTNER").value!, { method: "GET", headers: {} });
  const merged: any = {};
  for (const key of Object.keys(data)) merged[key] = data[key];
  if (({} as any).polluted || Object.getPrototypeOf(data) !== Object.prototype) throw new Error("breach: a prototype of theirs");
  const child = Object.create(data);
  m2mTokenClaims<any>().plan = child.plan;
  m2mTokenClaims<any>().answer = data;
}
