// conversions: a Symbol.toPrimitive that loops
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  ({ [Symbol.toPrimitive]() { for (;;); } } as any) < 1;
}
