// CPU time and memory: spreading a generator without an end
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  function* ones() {
    for (;;) yield 1;
  }
  Math.max(...ones());
}
