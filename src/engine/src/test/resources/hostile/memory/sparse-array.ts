// memory: a sparse array made dense
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const sparse: number[] = [];
  for (let i = 0; ; i++) sparse[(i * 7_919) % 2 ** 32] = i;
}
