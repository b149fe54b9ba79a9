// memory: a queue of microtasks that grows
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (;;) Promise.resolve().then(() => {});
}
