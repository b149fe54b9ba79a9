// claims: a value that is not a name and loops as one
// ends: EXCEPTION

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };

export default async function () {
  kinde.m2mToken.setCustomClaim({ toString() { for (;;); } }, 1);
}
