// CPU time: a loop that swallows every error
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (;;) {
    try {
      (null as any).x;
    } catch {}
  }
}
