// bindings: parsing URLs for ever
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation", bindings: { url: {} } };

export default async function () {
  for (let i = 0; ; i++) new URL(`https://${"a.".repeat(i % 100)}example.com/`);
}
