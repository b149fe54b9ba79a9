// built-ins: a comparator that loops
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  [2, 1, 3].sort(() => { for (;;); });
}
