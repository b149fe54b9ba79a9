// claims: a toJSON that gives ever new objects with a toJSON
// ends: CLAIM_VALUE, CPU_TIME, DEADLINE, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const next = (): object => ({ toJSON: next });
  kinde.m2mToken.getCustomClaims().x = next();
}
