// the next run: patched functions of the bindings
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.env": {}, "kinde.auth": {}, "kinde.m2mToken": {} },
};

export default async function () {
  if (kinde.env.get("API_KEY").value === "patched") throw new Error("breach: the binding is patched");
  kinde.env.get = () => ({ value: "patched", isSecret: false });
  kinde.auth.denyAccess = () => {};
  kinde.m2mToken.getCustomClaims = () => ({ forged: true });
  console.log = () => {};
  Object.freeze(kinde);
}
