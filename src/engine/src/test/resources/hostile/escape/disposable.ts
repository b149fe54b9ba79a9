// the host: resources and their disposal
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const found: unknown[] = [];
  const dispose = (Symbol as any).dispose ?? Symbol("dispose");
  const claims = kinde.m2mToken.getCustomClaims();
  claims.x = { [dispose]: (...args: unknown[]) => found.push(...args), y: 1 };
  kinde.m2mToken.setCustomClaim("x", claims.x);
  if (found.length > 0) throw new Error("breach: the host called it");
}
