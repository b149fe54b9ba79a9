// the host: what getters in claims see
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const found: string[] = [];
  const claims = kinde.m2mToken.getCustomClaims();
  const spy = function (this: any) {
    if (this !== claims.deep) found.push(typeof this);
    return 1;
  };
  claims.deep = Object.defineProperty({}, "x", { get: spy, enumerable: true });
  kinde.m2mToken.setCustomClaim("deep", claims.deep);
  if (found.length > 0) throw new Error(`breach: ${found}`);
}
