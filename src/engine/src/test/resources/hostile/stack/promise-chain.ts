// stack: promises resolved with promises
// ends: COMPLETED, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let promise = Promise.resolve(0);
  for (let i = 0; i < 100_000; i++) promise = Promise.resolve(promise).then((n) => n);
  await promise;
}
