// memory: a negative BigInt in 1.5 billion bits
// ends: EXCEPTION

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  BigInt.asUintN(1_500_000_000, -1n);
}
