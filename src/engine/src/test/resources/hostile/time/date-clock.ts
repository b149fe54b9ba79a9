// CPU time: waiting for a moment that does not come
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const end = Date.now() + 3_600_000;
  while (Date.now() < end);
}
