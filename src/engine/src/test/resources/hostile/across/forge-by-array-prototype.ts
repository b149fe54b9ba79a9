// claims: a patched Array.prototype
// ends: COMPLETED, EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const forge = () => ["breach", "sub"];
  for (const name of Object.getOwnPropertyNames(Array.prototype)) {
    if (typeof (Array.prototype as any)[name] === "function" && name !== "constructor") (Array.prototype as any)[name] = forge;
  }
  (Array.prototype as any)[Symbol.iterator] = function* () {
    yield ["breach", true];
  };
  kinde.m2mToken.setCustomClaim("list", [1, 2]);
}
