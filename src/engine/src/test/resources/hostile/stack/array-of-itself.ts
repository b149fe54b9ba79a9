// stack: flat of an array that has itself in it
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const array: any[] = [];
  array.push(array);
  array.flat(Infinity);
}
