// denials: an error after one
// ends: DENIED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} } };

export default async function () {
  kinde.auth.denyAccess("no");
  throw new Error("forget it");
}
