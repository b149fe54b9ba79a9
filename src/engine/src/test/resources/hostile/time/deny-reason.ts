// bindings: a reason whose text loops
// ends: CPU_TIME, DEADLINE, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.auth": {} } };

export default async function () {
  kinde.auth.denyAccess({ toString() { for (;;); } });
}
