// claims: a name of a million characters
// ends: CLAIM_VALUE, TOKEN_SIZE

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  kinde.m2mToken.getCustomClaims()["x".repeat(1_000_000)] = 1;
}
