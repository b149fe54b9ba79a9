// claims: a revoked proxy
// ends: EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  kinde.m2mToken.getCustomClaims().x = proxy;
}
