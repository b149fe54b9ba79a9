// regular expressions: matching nothing for ever
// ends: CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const nothing = /(?:)/g;
  while (nothing.exec("abc")) nothing.lastIndex = 0;
}
