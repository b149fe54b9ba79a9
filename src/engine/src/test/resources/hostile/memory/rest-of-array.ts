// memory: the rest of a large array in a new object
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const { length, ...rest } = new Array(1_000_000).fill(7);
  return rest;
}
