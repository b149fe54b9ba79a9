// claims: keys that other languages read as prototypes
// ends: COMPLETED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const claims = kinde.m2mToken.getCustomClaims();
  Object.defineProperty(claims, "__proto__", { value: { admin: true }, enumerable: true });
  claims.x = JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}');
}
