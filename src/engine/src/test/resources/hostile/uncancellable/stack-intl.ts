// stack: parts of the engine first used with no stack left
// ends: COMPLETED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const at = (): void => {
    try {
      at();
    } finally {
      new Intl.NumberFormat("en").format(1234.5);
      new Date(0).toLocaleDateString("sv");
      "ä".normalize("NFD").localeCompare("ö");
      /(?<=a+)\p{L}/u.test("aä");
    }
  };
  try {
    at();
  } catch {}
}
