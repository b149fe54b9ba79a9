// claims: patched functions of Object and Reflect
// ends: COMPLETED, EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  for (const name of ["keys", "entries", "defineProperty", "getOwnPropertyDescriptor", "setPrototypeOf", "freeze", "assign"]) {
    (Object as any)[name] = () => ["breach"];
  }
  for (const name of Object.getOwnPropertyNames(Reflect)) (Reflect as any)[name] = () => ({ breach: true, sub: "root" });
  (Object.prototype as any).hasOwnProperty = () => true;
  kinde.m2mToken.setCustomClaim("plan", { deep: [1] });
}
