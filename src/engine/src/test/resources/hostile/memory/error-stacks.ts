// memory: errors that keep their stacks
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  Error.stackTraceLimit = Infinity;
  const all: Error[] = [];
  const deep = (n: number): void => {
    if (n > 0) deep(n - 1);
    else all.push(new Error("x".repeat(1_000)));
  };
  for (;;) deep(100);
}
