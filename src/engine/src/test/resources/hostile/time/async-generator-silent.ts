// promises: an async generator that never yields
// ends: NEVER_SETTLES

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  async function* none() {
    await new Promise(() => {});
    yield 1;
  }
  for await (const _ of none());
}
