// text: characters that are two in lower case
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  "\u0130".repeat(8_000_000).toLowerCase();
}
