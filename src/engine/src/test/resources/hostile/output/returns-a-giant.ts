// the result: one that nobody wants
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  return Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [i, "x".repeat(100)])) as any;
}
