// memory: a BigInt of a third of the heap
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: bigint[] = [];
  for (let i = 0; i < 8; i++) all.push(1n << 1_500_000_000n);
}
