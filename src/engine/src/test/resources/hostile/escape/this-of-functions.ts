// the host: what a function without an object gets as this
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, "kinde.fetch": {}, url: {}, util: {} },
};

export default async function () {
  const sloppy = (function (this: any) {
    return this;
  })();
  if (sloppy !== undefined) throw new Error("breach: code is not strict");
  let seen: unknown[] = [];
  const spy = function (this: any) {
    seen.push(this);
    return "x";
  };
  kinde.env.get({ toString: spy });
  kinde.m2mToken.setCustomClaim("x", { toJSON: spy });
  console.log({ toString: spy }, "%j", { toJSON: spy });
  new URL({ toString: () => "https://example.com", valueOf: spy } as any);
  for (const self of seen as any[]) {
    if (self === globalThis || self?.host || self?.kernel || self?.start) throw new Error("breach: a this of the engine's");
  }
}
