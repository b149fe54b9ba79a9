// denials: a reason that is no text
// ends: DENIED

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} } };

export default async function () {
  kinde.auth.denyAccess(Symbol('no'));
}
