// promises: an async function that waits for its own promise
// ends: EXCEPTION, NEVER_SETTLES

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const waits: { promise?: Promise<void> } = {};
  const f = async () => {
    await null;
    await waits.promise;
  };
  waits.promise = f();
  await waits.promise;
}
