// memory: an array joined to itself
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let all = [1.5];
  for (;;) all = all.concat(all);
}
