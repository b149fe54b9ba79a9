// memory: padding in a loop
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: string[] = [];
  for (let i = 0; ; i++) all.push("x".padStart(5_000_000 + i, "ab"));
}
