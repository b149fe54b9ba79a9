// stack: recursion with very many arguments
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const f = (...all: number[]): number => f(...all, 1) + 1;
  f(...new Array(100).fill(1));
}
