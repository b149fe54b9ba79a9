// regular expressions: a back-reference in a loop
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  /^(a*)*\1$/.test("a".repeat(60) + "b");
}
