// promises: a chain that never ends
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const f = (): Promise<void> => Promise.resolve().then(f);
  await f();
}
