// stack: a toJSON that sets a claim with a toJSON
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const x = { toJSON: () => kinde.m2mToken.setCustomClaim("x", x) };
  kinde.m2mToken.setCustomClaim("x", x);
}
