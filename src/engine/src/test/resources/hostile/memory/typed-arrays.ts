// memory: typed arrays
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: Float64Array[] = [];
  for (;;) all.push(new Float64Array(100_000).fill(1));
}
