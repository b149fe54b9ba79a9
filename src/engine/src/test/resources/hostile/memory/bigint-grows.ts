// memory: a BigInt that is doubled step by step
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: bigint[] = [];
  let n = 1n;
  for (;;) {
    n = (n << 4_096n) | 1n;
    all.push(n);
  }
}
