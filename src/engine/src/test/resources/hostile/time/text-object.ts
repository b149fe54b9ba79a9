// text: searching for an object that is a long text
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const part = "a".repeat(500_000) + "b";
  "a".repeat(1_000_000).split({ toString: () => part } as any);
}
