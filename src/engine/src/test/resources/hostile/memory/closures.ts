// memory: closures over arrays
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: (() => unknown)[] = [];
  for (;;) {
    const kept = new Array(1000).fill(0.5);
    all.push(() => kept);
  }
}
