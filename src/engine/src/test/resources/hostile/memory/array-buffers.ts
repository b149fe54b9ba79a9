// memory: buffers outside the arrays
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: ArrayBuffer[] = [];
  for (;;) all.push(new ArrayBuffer(1_000_000));
}
