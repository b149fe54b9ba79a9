// logs: very many lines
// ends: COMPLETED, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (let i = 0; i < 20_000; i++) console.log(i);
}
