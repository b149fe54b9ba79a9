// memory: the console with a very wide object
// ends: COMPLETED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`key ${i}`, { i }]));
  for (let i = 0; i < 1_000; i++) console.log(wide);
}
