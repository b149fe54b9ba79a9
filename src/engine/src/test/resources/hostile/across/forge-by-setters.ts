// claims: setters for every name on Object.prototype
// ends: COMPLETED, EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  for (const name of ["sub", "plan", "status", "value", "get", "up", "depth", "nodes", "error", "kinde.m2mToken", "0", "length"]) {
    Object.defineProperty(Object.prototype, name, {
      configurable: true,
      get: () => ({ breach: true, sub: "root" }),
      set() {},
    });
  }
  kinde.m2mToken.getCustomClaims().plan = "pro";
}
