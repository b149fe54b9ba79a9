// regular expressions: split by a backtracking expression
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  ("a".repeat(50) + "b").split(/(?=(a+)+\1c)/);
}
