// stack: two more calls on the way out of each
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const f = (): void => {
    try {
      f();
    } finally {
      f();
    }
  };
  f();
}
