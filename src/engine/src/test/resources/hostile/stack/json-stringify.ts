// stack: JSON of a very deep value
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  JSON.stringify(deep);
}
