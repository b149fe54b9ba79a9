// promises: one silent member of many
// ends: NEVER_SETTLES

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  await Promise.all([1, Promise.resolve(2), new Promise(() => {})]);
}
