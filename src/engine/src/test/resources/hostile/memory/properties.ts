// memory: one object with ever more properties
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: any = {};
  for (let i = 0; ; i++) all[`key${i}`] = i;
}
