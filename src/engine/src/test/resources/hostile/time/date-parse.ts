// dates: parsing odd texts for ever
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (let i = 0; ; i++) Date.parse(`Thu, 1 Jan 1970 ${"0".repeat(i % 500)}:00 GMT`);
}
