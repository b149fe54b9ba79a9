// claims: a giant text
// ends: CLAIM_VALUE, TOKEN_SIZE

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  kinde.m2mToken.getCustomClaims().x = "x".repeat(5_000_000);
}
