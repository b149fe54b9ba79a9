// stack: parsing very deep JSON
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  JSON.parse("[".repeat(500_000) + "]".repeat(500_000));
}
