// memory and time: a registry that refills itself
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const registry = new FinalizationRegistry(() => registry.register({}, 0));
  for (;;) {
    registry.register({}, 0);
    await null;
  }
}
