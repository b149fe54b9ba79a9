// memory: a list of objects without an end
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let list: object | null = null;
  for (;;) list = { list, a: 1, b: 2 };
}
