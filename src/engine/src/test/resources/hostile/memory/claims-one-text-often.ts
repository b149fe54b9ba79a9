// memory: a claim that holds one long text very often
// ends: CLAIM_VALUE, TOKEN_SIZE, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const text = "x".repeat(1_000_000);
  kinde.m2mToken.getCustomClaims().x = new Array(90_000).fill(text);
}
