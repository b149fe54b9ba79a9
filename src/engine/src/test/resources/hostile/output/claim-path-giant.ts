// claims: an error at a path of giant keys
// ends: CLAIM_VALUE

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  let deep: any = NaN;
  for (let i = 0; i < 50; i++) deep = { ["key".repeat(10_000)]: deep };
  kinde.m2mToken.getCustomClaims().x = deep;
}
