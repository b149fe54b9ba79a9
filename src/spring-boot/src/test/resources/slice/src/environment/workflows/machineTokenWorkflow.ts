import { getEnvironmentVariable, getLocalization, m2mTokenClaims } from "@kinde/infrastructure";

export const workflowSettings = {
  id: "machine-token",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.localization": {}, "kinde.fetch": {}, url: {} },
};

export default async function (event: any) {
  const claims = m2mTokenClaims<any>();
  claims.plan = getEnvironmentVariable("PLAN")?.value;
  claims.directory = getEnvironmentVariable("DIRECTORY")?.value;
  claims.greeting = getLocalization("greeting");
  console.log("key", getEnvironmentVariable("KEY")?.value);
}
