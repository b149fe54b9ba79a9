// built-ins: flat of a graph that shares its parts
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let shared: any = [1];
  for (let i = 0; i < 50; i++) shared = [shared, shared];
  shared.flat(Infinity);
}
