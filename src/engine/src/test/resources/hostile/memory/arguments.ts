// memory: a call with very many arguments
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all = new Array(3_000_000).fill(0);
  for (;;) Math.max.apply(null, all);
}
