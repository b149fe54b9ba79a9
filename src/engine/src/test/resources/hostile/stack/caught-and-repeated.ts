// stack: overflowing again and again
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const f = (): void => f();
  for (;;) {
    try {
      f();
    } catch {}
  }
}
