// memory: an object that describes each character of a long text
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  Object.getOwnPropertyDescriptors("a".repeat(8_000_000));
}
