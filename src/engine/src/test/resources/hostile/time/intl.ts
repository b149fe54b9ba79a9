// Intl: formatting for ever
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (let i = 0; ; i++) {
    new Intl.NumberFormat(["en", "de", "ar"][i % 3], { style: "currency", currency: "EUR" }).format(i);
  }
}
