// memory: the characters of a long text as properties
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  return { ...("a".repeat(8_000_000) as any) };
}
