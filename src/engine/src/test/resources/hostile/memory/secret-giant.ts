// masks: tokens of megabytes, in every form in which they are masked
// ends: DENIED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (let i = 0; i < 50; i++) {
    const onMissingOrExpired = () => `${i}` + "é\\".repeat(3_000_000);
    await kinde.cache.jwtToken(`name ${i}`, { onMissingOrExpired }).catch(() => 0);
  }
  throw new Error("é\\".repeat(3_000_000));
}
