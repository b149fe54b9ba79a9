// built-ins: a getter that loops
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  ({ get x() { for (;;); } } as any).x;
}
