// templates: a tag that loops
// ends: CPU_TIME, DEADLINE, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const tag = (_: TemplateStringsArray): never => {
    for (;;);
  };
  tag`x`;
}
