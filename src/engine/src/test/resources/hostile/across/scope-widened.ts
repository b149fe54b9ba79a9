// claims: more scopes than were granted
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const claims = kinde.m2mToken.getCustomClaims();
  claims.scope.push("admin");
  claims.SCOPE = ["admin"];
  claims["scope\u00ad"] = "admin";
}
