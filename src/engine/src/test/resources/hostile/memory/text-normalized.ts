// memory: a ligature that normalizing makes eighteen times as long
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: string[] = [];
  for (;;) all.push("\ufdfa".repeat(100_000).normalize("NFKC"));
}
