// stack: a thenable that calls back from within
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const x: any = { then: (done: any) => x.then(done) };
  await x;
}
