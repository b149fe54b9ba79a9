// memory: products of BigInts of middle size
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let n = 3n ** 1_000n;
  for (;;) n = (n * n) % (1n << 40_000n);
}
