// memory: a tower of powers
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let n = 3n ** 2_000_000n;
  for (let i = 0; i < 6; i++) n = n * n;
}
