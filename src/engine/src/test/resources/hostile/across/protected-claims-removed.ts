// claims: those of the server, removed
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const claims = kinde.m2mToken.getCustomClaims();
  for (const name of Object.keys(claims)) {
    delete claims[name];
    kinde.m2mToken.setCustomClaim(name, undefined);
  }
  Object.freeze(claims);
}
