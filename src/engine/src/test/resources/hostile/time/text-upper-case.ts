// text: characters that are two in upper case
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  "ß".repeat(8_000_000).toUpperCase();
}
