// memory: JSON of a graph that shares its parts
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let shared: unknown = "x".repeat(100);
  for (let i = 0; i < 40; i++) shared = [shared, shared];
  JSON.stringify(shared);
}
