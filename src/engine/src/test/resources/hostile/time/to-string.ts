// conversions: a toString that loops
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  `${{ toString() { for (;;); } }}`;
}
