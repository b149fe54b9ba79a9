// claims: getters that change others while they are read
// ends: COMPLETED, EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const claims = kinde.m2mToken.getCustomClaims();
  Object.defineProperty(claims, "plan", {
    enumerable: true,
    get() {
      claims.sub = "root";
      delete claims.iss;
      claims.exp = 1;
      return "pro";
    },
  });
}
