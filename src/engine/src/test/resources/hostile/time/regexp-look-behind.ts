// regular expressions: look-behind over a long text
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (;;) /(?<=(x+x+)+y)z/.test("x".repeat(20_000) + "z".repeat(2_000));
}
