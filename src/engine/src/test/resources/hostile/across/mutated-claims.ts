// the next run: changed claims
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const claims = kinde.m2mToken.getCustomClaims();
  if (claims.mark || claims.plan !== "basic" || claims.scope.length !== 1) throw new Error("breach: the claims of another run");
  claims.mark = 1;
  claims.plan = "pro";
  claims.scope.push("admin");
}
