// masks: thousands of tokens that each have to be masked in long texts
// ends: DENIED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

declare const kinde: any;

export const workflowSettings = {
  id: "hostile",
  trigger: "user:new_password_provided",
  bindings: { "kinde.auth": {}, "kinde.widget": {} },
};

export default async function () {
  for (let i = 0; i < 20_000; i++) {
    const onMissingOrExpired = () => `a token ${i} \\ "é"`;
    await kinde.cache.jwtToken(`name ${i}`, { onMissingOrExpired }).catch(() => 0);
  }
  for (let i = 0; i < 100; i++) kinde.widget.invalidateFormField(`p_${i}`, `${i}` + "a\\é".repeat(1_000_000));
  for (let i = 0; i < 100; i++) console.log("a token \"é\"".repeat(1_000));
  throw new Error("a token ".repeat(500_000));
}
