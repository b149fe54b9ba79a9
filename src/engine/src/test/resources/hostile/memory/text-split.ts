// memory: a long text split into characters
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const text = "x".repeat(2_000_000);
  const all: string[][] = [];
  for (;;) all.push(text.split(""));
}
