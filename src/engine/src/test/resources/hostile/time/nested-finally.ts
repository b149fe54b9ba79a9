// cancelling: recursion in finally blocks
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const f = (): void => {
    try {
      for (;;);
    } finally {
      f();
    }
  };
  f();
}
