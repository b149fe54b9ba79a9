// stack: a very deep claim
// ends: CLAIM_VALUE

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  let deep: any = {};
  for (let i = 0; i < 100_000; i++) deep = { deep };
  kinde.m2mToken.getCustomClaims().x = deep;
}
