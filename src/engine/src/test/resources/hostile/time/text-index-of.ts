// text: searching a long text for what is not in it
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const text = "a".repeat(1_000_000);
  const part = "a".repeat(500_000) + "b";
  text.indexOf(part);
}
