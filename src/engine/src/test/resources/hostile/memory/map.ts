// memory: a map that grows
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const map = new Map();
  for (let i = 0; ; i++) map.set(i, {});
}
