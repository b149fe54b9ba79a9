// CPU time: a generator without an end
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  function* ones() {
    for (;;) yield 1;
  }
  for (const _ of ones());
}
