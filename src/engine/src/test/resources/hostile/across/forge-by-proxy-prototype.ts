// claims: a proxy as the prototype of the claims
// ends: COMPLETED, EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const everything = new Proxy({}, {
    has: () => true,
    ownKeys: () => ["breach", "sub"],
    get: (_, key) => (key === "toJSON" ? undefined : "root"),
    getOwnPropertyDescriptor: () => ({ value: "root", enumerable: true, configurable: true }),
  });
  Object.setPrototypeOf(kinde.m2mToken.getCustomClaims(), everything);
}
