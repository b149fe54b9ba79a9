// claims: a text that grows when it is escaped
// ends: CLAIM_VALUE, TOKEN_SIZE

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  kinde.m2mToken.getCustomClaims().x = "\u0001".repeat(1_000_000);
}
