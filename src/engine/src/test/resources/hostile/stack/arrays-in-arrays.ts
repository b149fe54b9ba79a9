// stack: flat of arrays in arrays
// ends: COMPLETED, EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let array: any[] = [];
  for (let i = 0; i < 100_000; i++) array = [array];
  array.flat(Infinity);
}
