// claims: an array-like proxy with a length that loops
// ends: CPU_TIME, DEADLINE, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const list = new Proxy([1], { get: (target: any, key) => { if (key === "length") for (;;); return target[key]; } });
  kinde.m2mToken.setCustomClaim("x", list);
}
