// stack: a deeply nested expression
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  new RegExp("(".repeat(50_000) + ")".repeat(50_000)).test("x");
}
