// memory: Array.from with a length
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: unknown[] = [];
  for (;;) all.push(Array.from({ length: 100_000 }));
}
