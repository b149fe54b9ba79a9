// claims: values that are small each and giant together
// ends: CLAIM_VALUE, TOKEN_SIZE, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const claims = kinde.m2mToken.getCustomClaims();
  for (let i = 0; i < 2_000; i++) claims[`k${i}`] = "x".repeat(10_000);
}
