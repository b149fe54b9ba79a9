// claims: a toJSON of the claims themselves
// ends: COMPLETED, EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const claims = kinde.m2mToken.getCustomClaims();
  Object.defineProperty(claims, "toJSON", { value: () => ({ sub: "root", breach: true }) });
  Object.setPrototypeOf(claims, { toJSON: () => ({ sub: "root", breach: true }), breach: true });
}
