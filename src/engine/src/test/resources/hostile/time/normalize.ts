// text: normalizing for ever
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const text = "\u1e9b\u0323\ufdfa".repeat(2000);
  for (;;) text.normalize("NFKC");
}
