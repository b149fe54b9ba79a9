// CPU time: a proxy whose traps loop
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const trap = () => {
    for (;;);
  };
  new Proxy({}, { get: trap, has: trap, ownKeys: trap } as any).x;
}
