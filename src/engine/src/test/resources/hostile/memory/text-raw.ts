// memory: String.raw with very many parts
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: string[] = [];
  for (;;) all.push(String.raw({ raw: new Array(10_000).fill("x".repeat(500)) } as any));
}
