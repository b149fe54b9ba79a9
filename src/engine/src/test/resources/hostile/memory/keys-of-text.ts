// memory: a key for each character of a long text
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  Object.keys("a".repeat(8_000_000));
}
