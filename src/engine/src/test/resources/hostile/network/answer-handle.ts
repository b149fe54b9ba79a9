// answers: the handle of a call as a claim and as a prototype
// ends: COMPLETED, EXCEPTION, CLAIM_VALUE

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "m2m:token_generation",
  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.fetch": {} },
};

export default async function () {
  const call = kinde.fetch(kinde.env.get("PARTNER").value);
  const child = Object.create(call);
  if (child.status !== 200 || call.then.length > 2) throw new Error("breach: the handle");
  kinde.m2mToken.getCustomClaims().call = call;
}
