// memory: an array that grows
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: number[] = [];
  for (;;) all.push(1.5);
}
