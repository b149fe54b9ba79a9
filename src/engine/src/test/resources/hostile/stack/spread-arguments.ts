// stack: a call with a million arguments
// ends: COMPLETED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  ((...all: number[]) => all.length)(...new Array(1_000_000).fill(1));
}
