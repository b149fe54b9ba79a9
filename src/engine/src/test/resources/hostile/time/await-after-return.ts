// promises: work left behind that never ends
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const f = async () => {
    for (;;) await null;
  };
  f();
}
