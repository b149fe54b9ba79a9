// memory: a proxy with a million keys
// ends: CLAIM_VALUE, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const names = Array.from({ length: 1_000_000 }, (_, i) => `k${i}`);
  kinde.m2mToken.getCustomClaims().x = new Proxy({}, {
    ownKeys: () => names,
    getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
  });
}
