// the next run: what a run that was out of memory keeps
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const g = globalThis as any;
  if (g.all) throw new Error("breach: memory of a cancelled run");
  g.all = [];
  for (;;) g.all.push(new Array(1_000).fill(0.5));
}
