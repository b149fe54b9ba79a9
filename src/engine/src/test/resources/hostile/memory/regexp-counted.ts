// memory: nested counted quantifiers
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  for (let i = 1; ; i++) new RegExp(`(((a{1,${900 + (i % 99)}}){1,900}){1,900}){1,900}b`).test("a".repeat(2_000));
}
