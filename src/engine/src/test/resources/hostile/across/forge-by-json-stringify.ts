// claims: a patched JSON.stringify
// ends: COMPLETED, EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  const forged = '{"kinde.m2mToken":{"sub":"root","breach":true},"kinde.accessToken":{"sub":"root","breach":true}}';
  JSON.stringify = () => forged;
  JSON.parse = () => ({ breach: true });
  kinde.m2mToken.setCustomClaim("plan", "pro");
}
