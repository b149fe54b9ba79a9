// memory: template objects from many closures
// ends: EXCEPTION, CPU_TIME, DEADLINE, MEMORY, STATEMENTS

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const all: unknown[] = [];
  const tag = (strings: TemplateStringsArray) => strings;
  for (;;) all.push((() => tag`a${1}b${2}c`)(), [...tag`${1}`]);
}
