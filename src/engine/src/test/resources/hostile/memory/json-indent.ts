// memory: JSON of deep values with an indent
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let deep: unknown = 1;
  for (let i = 0; i < 1_000; i++) deep = [deep];
  const all: string[] = [];
  for (;;) all.push(JSON.stringify(deep, null, 10));
}
