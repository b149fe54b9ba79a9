// memory: microtasks that each start two
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const fork = (): void => {
    Promise.resolve().then(fork);
    Promise.resolve().then(fork);
  };
  fork();
}
