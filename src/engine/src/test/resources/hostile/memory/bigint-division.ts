// memory: dividing very long numbers
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const n = 7n ** 30_000_000n;
  n % (n / 3n + 1n);
}
