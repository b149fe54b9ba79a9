// promises: a thenable that resolves with another one
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const make = (): any => ({ then: (done: any) => done(make()) });
  await make();
}
