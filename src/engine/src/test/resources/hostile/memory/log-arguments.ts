// memory: the console with ever larger arguments
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  let text = "x";
  for (;;) {
    text += text;
    console.log(text, text, text);
  }
}
