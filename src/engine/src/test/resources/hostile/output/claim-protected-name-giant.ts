// claims: a protected name with a million invisible characters
// ends: COMPLETED, CLAIM_VALUE

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  kinde.m2mToken.getCustomClaims()[`sub${"\u200b".repeat(1_000_000)}`] = 1;
}
