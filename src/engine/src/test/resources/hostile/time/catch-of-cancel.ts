// cancelling: a catch that takes the end for an error and goes on
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const again = () => {
    try {
      for (;;);
    } catch {
      again();
    }
  };
  again();
}
