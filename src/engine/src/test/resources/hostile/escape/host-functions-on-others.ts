// the host: its functions called on other objects
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {} },
};

export default async function () {
  const others = [undefined, null, 1, "x", {}, [], new Proxy({}, {}), globalThis, kinde, kinde.env, Symbol.iterator];
  for (const self of others) {
    kinde.env.get.call(self, "REGION");
    kinde.m2mToken.setCustomClaim.call(self, "plan", "pro");
    const claims = kinde.m2mToken.getCustomClaims.call(self);
    if (claims !== kinde.m2mToken.getCustomClaims()) throw new Error("breach: other claims");
    console.log.call(self, "x");
  }
}
