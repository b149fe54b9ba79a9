// JSON: a reviver that loops
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  JSON.parse("[1]", () => { for (;;); });
}
