// denials: a reason of five megabytes
// ends: DENIED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} } };

export default async function () {
  kinde.auth.denyAccess("x".repeat(5_000_000));
}
