// claims: a hundred thousand keys
// ends: CLAIM_VALUE, TOKEN_SIZE, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  kinde.m2mToken.getCustomClaims().x = Object.fromEntries(Array.from({ length: 100_001 }, (_, i) => [`k${i}`, i]));
}
