// memory: a replacement that multiplies
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let text = "ab";
  for (;;) text = text.replaceAll("a", "$&$&$`$'b");
}
