// the host: an error thrown in the middle of its call
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {} },
};

export default async function () {
  class Mine extends Error {}
  for (const use of [
    () => kinde.env.get({ toString() { throw new Mine("mine"); } }),
    () => kinde.auth.denyAccess({ [Symbol.toPrimitive]() { throw new Mine("mine"); } }),
    () => console.log({ toString: null, get [Symbol.toStringTag]() { throw new Mine("mine"); } }),
    () => kinde.m2mToken.setCustomClaim("x", { toJSON() { throw new Mine("mine"); } }),
  ]) {
    try {
      use();
    } catch (error: any) {
      if (!(error instanceof Mine)) throw new Error(`breach: ${error}`);
    }
  }
}
