// claims: very many names that look like a protected one
// ends: COMPLETED, CLAIM_VALUE, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const claims = kinde.m2mToken.getCustomClaims();
  for (let i = 0; i < 3_000; i++) claims[`sub${"\u200b".repeat(1 + (i % 60))}${"\u200c".repeat(i / 60)}`] = i;
}
