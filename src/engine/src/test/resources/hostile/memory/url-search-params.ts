// memory: a query with ever more parameters
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { url: {} } };

export default async function () {
  const query = new URLSearchParams();
  for (let i = 0; ; i++) query.append(`key${i}`, "x".repeat(100));
}
