// memory: a claim that shares its parts
// ends: CLAIM_VALUE, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  let shared: unknown = "x";
  for (let i = 0; i < 40; i++) shared = [shared, shared];
  kinde.m2mToken.setCustomClaim("x", shared);
}
