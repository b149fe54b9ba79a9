// the end: a patched Promise.prototype.then that settles for the kernel
// ends: EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  Promise.prototype.then = function (fulfilled: any) {
    fulfilled?.();
    return this;
  } as any;
  try {
    Promise.prototype.constructor = Object as any;
  } catch {}
  try {
    Object.defineProperty(Promise.prototype, "constructor", { get: () => Object });
  } catch {}
  kinde.m2mToken.setCustomClaim("breach", true);
  throw new Error("the end");
}
