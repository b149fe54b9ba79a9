// memory: a sparse array joined with a long separator
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: string[] = [];
  for (;;) all.push(new Array(10_000).join("x".repeat(1_000)));
}
