// text: comparing long texts for ever
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const text = "\u0301a".repeat(20_000);
  for (;;) text.localeCompare(text + "b");
}
