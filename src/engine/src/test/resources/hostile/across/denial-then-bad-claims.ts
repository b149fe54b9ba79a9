// denials: claims without a value after one
// ends: DENIED

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.auth": {}, "kinde.m2mToken": {} },
};

export default async function () {
  kinde.auth.denyAccess("no");
  kinde.m2mToken.getCustomClaims().x = 1n;
}
