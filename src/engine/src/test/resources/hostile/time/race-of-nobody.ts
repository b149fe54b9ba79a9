// promises: a race without runners
// ends: NEVER_SETTLES

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  await Promise.race([]);
}
