// memory: a text that is doubled
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let text = "x";
  for (;;) {
    text += text;
    text.charCodeAt(text.length >> 1);
  }
}
