// text: replacing in a long text what is not in it
// ends: EXCEPTION, CPU_TIME, MEMORY

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  "a".repeat(4_000_000).replaceAll("a".repeat(1_000_000) + "b", "");
}
