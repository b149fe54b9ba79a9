// effects: very many reasons
// ends: DENIED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "user:plan_selection", bindings: { "kinde.plan": {} } };

export default async function () {
  kinde.plan.denySelection("no", Array.from({ length: 5_000 }, (_, i) => `reason ${i}`));
}
