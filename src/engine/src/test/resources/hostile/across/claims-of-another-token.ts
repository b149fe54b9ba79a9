// claims: those of a token that is not bound
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "user:tokens_generation", bindings: { "kinde.idToken": {} } };

export default async function () {
  kinde.accessToken ??= { getCustomClaims: () => ({}), setCustomClaim() {} };
  Object.assign(kinde.accessToken.getCustomClaims(), { breach: true });
  kinde.accessToken.setCustomClaim("breach", true);
  kinde.idToken.getCustomClaims()["kinde.accessToken"] = { breach: true };
  (globalThis as any)["kinde.accessToken"] = { breach: true };
  (Object.prototype as any)["kinde.accessToken"] = { breach: true };
}
