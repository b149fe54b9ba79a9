// stack: an expression over a very long text
// ends: COMPLETED, EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  /^(?:(?:a|b)|(?:c|d))*$/.test("abcd".repeat(500_000));
}
