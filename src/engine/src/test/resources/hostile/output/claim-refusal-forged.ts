// claims: an error that looks like the kernel's own
// ends: EXCEPTION, CLAIM_VALUE

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  kinde.m2mToken.getCustomClaims().x = { toJSON() { throw Object.freeze(Object.assign(new TypeError("The claim 'x' is fine"), { claim: true })); } };
}
