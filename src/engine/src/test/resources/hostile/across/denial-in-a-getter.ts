// denials: one that comes while the claims are read
// ends: DENIED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.auth": {}, "kinde.m2mToken": {} },
};

export default async function () {
  Object.defineProperty(kinde.m2mToken.getCustomClaims(), "plan", {
    enumerable: true,
    get: () => kinde.auth.denyAccess("late") ?? "pro",
  });
}
