// the next run: marks of a run that was cancelled
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

let seen = 0;

export default async function () {
  const g = globalThis as any;
  if (g.mark || seen++ > 0 || ({} as any).mark) throw new Error("breach: marks of a cancelled run");
  g.mark = (Object.prototype as any).mark = 1;
  for (;;);
}
