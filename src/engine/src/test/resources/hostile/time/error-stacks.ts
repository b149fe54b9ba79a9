// errors: making them with deep stacks for ever
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  Error.stackTraceLimit = 10_000;
  const deep = (n: number): unknown => (n > 0 ? deep(n - 1) : new Error("deep").stack);
  for (;;) deep(200);
}
