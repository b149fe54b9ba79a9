// stack: a long chain of waiting functions
// ends: COMPLETED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const f = async (n: number): Promise<number> => (n > 0 ? (await f(n - 1)) + 1 : 0);
  await f(100_000);
}
