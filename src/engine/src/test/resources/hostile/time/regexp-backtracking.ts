// regular expressions: nested quantifiers
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  /^(\w+\s?)*\1$/.test("word ".repeat(40) + "!");
}
