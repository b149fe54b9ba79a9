// claims: defaults for property descriptors
// ends: COMPLETED, EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  Object.assign(Object.prototype, { writable: false, configurable: false, enumerable: false });
  (Object.prototype as any).value = { breach: true, sub: "root" };
  kinde.m2mToken.getCustomClaims().breach_not = undefined;
  kinde.m2mToken.setCustomClaim("plan", "pro");
}
