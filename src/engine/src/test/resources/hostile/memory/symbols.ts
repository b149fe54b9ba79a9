// memory: symbols in the registry
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (let i = 0; ; i++) Symbol.for(`symbol ${i}`);
}
