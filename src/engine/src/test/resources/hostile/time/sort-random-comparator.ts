// built-ins: sorting for ever without an order
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const list = Array.from({ length: 2000 }, (_, i) => i);
  for (;;) list.sort(() => Math.random() - 0.5);
}
