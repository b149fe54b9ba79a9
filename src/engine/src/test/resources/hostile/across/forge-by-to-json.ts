// claims: a toJSON on every prototype
// ends: COMPLETED, EXCEPTION, CLAIM_VALUE

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "user:tokens_generation",
  bindings: { "kinde.accessToken": {}, "kinde.idToken": {} },
};

export default async function () {
  for (const type of [Object, Array, String, Number, Boolean, Function, Symbol, BigInt] as any[]) {
    type.prototype.toJSON = () => ({ sub: "root", breach: true, "kinde.idToken": { breach: true } });
  }
  kinde.idToken.getCustomClaims().name = "Ada";
}
