// bindings: a variable's name that loops
// ends: CPU_TIME, DEADLINE, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { "kinde.env": {} } };

export default async function () {
  kinde.env.get({ toString() { for (;;); } });
}
