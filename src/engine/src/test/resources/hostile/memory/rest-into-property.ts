// memory: the rest of a long text in the property of an object
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const target: any = {};
  ({ ...target.rest } = "a".repeat(8_000_000) as any);
}
